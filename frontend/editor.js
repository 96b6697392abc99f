// Puts an editor over the query field of the workbench. The field stays in the form and is what is sent; where this
// script does not run, the field is all there is, and nothing is missing.
//
// The editor lives in a shadow root: there CodeMirror adopts its style sheets by script (CSSOM), which the site's
// Content-Security-Policy allows, instead of writing <style> elements, which it does not.

import {autocompletion, completionKeymap} from "@codemirror/autocomplete"
import {defaultKeymap, history, historyKeymap} from "@codemirror/commands"
import {bracketMatching, HighlightStyle, syntaxHighlighting, syntaxTree} from "@codemirror/language"
import {lintGutter, setDiagnostics} from "@codemirror/lint"
import {EditorState} from "@codemirror/state"
import {EditorView, highlightActiveLine, keymap, lineNumbers} from "@codemirror/view"
import {tags} from "@lezer/highlight"
import {sparql} from "codemirror-lang-sparql"

// The colours are those of the site's style sheet, light and dark; custom properties reach into a shadow root.
const colours = HighlightStyle.define([
  {tag: tags.keyword, color: "var(--mark)", fontWeight: "600"},
  {tag: tags.variableName, color: "var(--inferred)"},
  {tag: [tags.string, tags.annotation], color: "var(--good)"},
  {tag: [tags.integer, tags.float, tags.bool], color: "var(--planned)"},
  {tag: [tags.namespace, tags.url, tags.typeName], color: "var(--visited)"},
  {tag: tags.comment, color: "var(--soft)", fontStyle: "italic"},
])

const look = EditorView.theme({
  "&": {color: "var(--ink)", backgroundColor: "var(--paper)", border: "2px solid var(--rule)", borderRadius: "3px", fontSize: ".95rem"},
  "&.cm-focused": {outline: "3px solid var(--focus)", outlineOffset: "0", borderColor: "var(--on-focus)"},
  "&.cm-invalid": {borderColor: "var(--contested)"},
  ".cm-scroller": {fontFamily: "var(--mono)", lineHeight: "1.5", maxHeight: "34rem"},
  ".cm-content": {caretColor: "var(--ink)", padding: ".4rem 0"},
  ".cm-content, .cm-gutter": {minHeight: "15rem"},
  ".cm-gutters": {backgroundColor: "var(--tint)", color: "var(--soft)", borderRight: "1px solid var(--line)"},
  ".cm-activeLine, .cm-activeLineGutter": {backgroundColor: "color-mix(in srgb, var(--tint) 70%, transparent)"},
  ".cm-content ::selection, .cm-line::selection": {backgroundColor: "color-mix(in srgb, var(--focus) 55%, transparent)"},
  "&.cm-focused .cm-matchingBracket": {backgroundColor: "transparent", outline: "1px solid var(--rule)"},
  "&.cm-focused .cm-nonmatchingBracket": {backgroundColor: "transparent", outline: "2px solid var(--contested)"},
  ".cm-tooltip": {backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--rule)", maxWidth: "min(34rem, 92vw)"},
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {fontFamily: "var(--mono)", maxHeight: "16rem", maxWidth: "min(34rem, 92vw)"},
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {minHeight: "1.6rem", padding: ".1rem .5rem"},
  ".cm-tooltip-autocomplete ul li[aria-selected]": {backgroundColor: "var(--mark)", color: "var(--paper)"},
  ".cm-tooltip-autocomplete li[aria-selected] .cm-completionDetail": {color: "var(--paper)"},
  ".cm-completionDetail": {color: "var(--soft)", fontFamily: "var(--sans)", fontStyle: "normal"},
  ".cm-completionMatchedText": {textDecoration: "none", fontWeight: "700"},
  ".cm-tooltip.cm-completionInfo": {padding: ".4rem .6rem", maxWidth: "22rem", fontFamily: "var(--sans)", fontSize: ".9rem"},
  ".cm-diagnostic": {borderLeftColor: "var(--contested)", fontFamily: "var(--sans)"},
})

const own = new CSSStyleSheet()
own.replaceSync(`:host { display: block; } .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }`)

// A selection that is typed over: left to the browser, it would carry the style of what was there into style
// attributes, which the site's policy does not allow.
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || !event.data || view.composing || view.state.selection.main.empty) return false
    view.dispatch(view.state.replaceSelection(event.data), {userEvent: "input.type", scrollIntoView: true})
    event.preventDefault()
    return true
  },
})

const KEYWORDS = `SELECT DISTINCT CONSTRUCT ASK DESCRIBE WHERE FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES PREFIX FROM NAMED
  GROUP BY HAVING ORDER BY ASC DESC LIMIT OFFSET EXISTS NOT EXISTS COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG
  LANGMATCHES DATATYPE BOUND IF COALESCE REGEX CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER LCASE UCASE STRLEN CONCAT
  REPLACE SUBSTR YEAR MONTH DAY`.split(/\s+/).filter((word, place, all) => all.indexOf(word) === place)
const WORD = /[?$]\w*|[\w-]*:?[\w.-]*/
const LEFT_ALONE = /Comment|String|IriRef/
const CLOSED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>/g
const OPEN = /["'#]|<\S*$/ // a text, a remark or an address that is still being written

let words // the words of our graph, fetched when they are first wanted

async function offered(address) {
  words ??= fetch(address, {headers: {accept: "application/json"}}).then(
    answer => (answer.ok ? answer.json() : Promise.reject(answer.status)),
  ).catch(() => { words = undefined; return {terms: []} })
  return (await words).terms
}

/** Offers variables of the query, keywords, our prefixes and terms for what stands before the caret. */
function completing(address) {
  return async context => {
    const word = context.matchBefore(WORD)
    if (!context.explicit && (!word || word.to - word.from < 2)) return null
    if (LEFT_ALONE.test(syntaxTree(context.state).resolveInner(context.pos, -1).name)) return null
    const line = context.state.doc.lineAt(context.pos)
    if (OPEN.test(line.text.slice(0, context.pos - line.from).replace(CLOSED, ""))) return null
    const from = word ? word.from : context.pos
    const here = context.state.sliceDoc(from, context.pos)
    const variables = new Set(context.state.doc.toString().match(/[?$]\w+/g))
    variables.delete(here)
    const options = [...variables].map(label => ({label, type: "variable", boost: 2}))
    if (!/^[?$]/.test(here)) {
      options.push(...await offered(address))
      if (!here.includes(":")) options.push(...KEYWORDS.map(label => ({label, type: "keyword", boost: 1})))
    }
    return {from, options, validFor: new RegExp(`^(?:${WORD.source})$`)}
  }
}

/** Marks what the server found wrong, from the place that it named to the end of the word there. */
function marked(state, problem) {
  const {line, column} = problem.dataset
  if (!line || Number(line) > state.doc.lines) return []
  const row = state.doc.line(Number(line))
  // The server counts characters, the editor UTF-16 units.
  const from = Math.min(row.from + [...row.text].slice(0, Number(column) - 1).join("").length, row.to)
  const rest = state.sliceDoc(from, row.to)
  const to = from + (rest.match(/^(?:[\w:?$.-]+|.)/u)?.[0].length ?? 0)
  return [{from, to, severity: "error", message: problem.querySelector("p").textContent}]
}

function upgrade(field) {
  const form = field.form
  const label = form.querySelector(`label[for="${field.id}"]`)
  const problem = form.querySelector(".problem")
  const host = document.createElement("div")
  const shadow = host.attachShadow({mode: "open"})
  shadow.adoptedStyleSheets = [own]

  // What describes the editor must stand in the same root.
  const told = document.createElement("p")
  told.id = "told"
  told.className = "unseen"
  told.lang = document.documentElement.lang
  told.textContent = [field.dataset.keys, problem?.querySelector("p").textContent].filter(Boolean).join(" ")

  field.before(host)
  const view = new EditorView({
    parent: shadow,
    root: shadow,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        EditorState.phrases.of(JSON.parse(field.dataset.phrases)),
        lineNumbers(),
        lintGutter(),
        history(),
        highlightActiveLine(),
        bracketMatching(),
        sparql(),
        syntaxHighlighting(colours),
        autocompletion({override: [completing(field.dataset.terms)], icons: false, activateOnTypingDelay: 150}),
        EditorView.lineWrapping,
        EditorView.updateListener.of(update => { if (update.docChanged) field.value = update.state.doc.toString() }),
        EditorView.contentAttributes.of({
          "aria-label": label.textContent, "aria-describedby": "told", lang: "en", spellcheck: "false",
          autocapitalize: "off", ...(problem ? {"aria-invalid": "true"} : {}),
        }),
        EditorView.editorAttributes.of({class: problem ? "cm-invalid" : ""}),
        look,
        typedOver,
        // Tab is left to the browser: it leads on, and nobody is held here. Ctrl-] and Ctrl-[ move a line in and out.
        keymap.of([
          {key: "Mod-Enter", run: () => { form.requestSubmit(); return true }},
          ...completionKeymap, ...defaultKeymap, ...historyKeymap,
        ]),
      ],
    }),
  })
  shadow.append(told)
  field.hidden = true
  label.removeAttribute("for")
  label.addEventListener("click", () => view.focus())
  // Who else writes in the field (the history does) says so; what stood here can be had back by undoing.
  field.addEventListener("change", () => {
    view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: field.value}, selection: {anchor: 0}})
    view.focus()
  })
  form.querySelector("[data-editor-keys]")?.removeAttribute("hidden")
  if (problem) {
    const found = marked(view.state, problem)
    view.dispatch(setDiagnostics(view.state, found))
    if (found.length) view.dispatch({selection: {anchor: found[0].from}, scrollIntoView: true})
  }
}

const field = document.querySelector(".workbench textarea")
// An old browser keeps the plain field.
if (field && "adoptedStyleSheets" in document) upgrade(field)

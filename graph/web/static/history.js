// Keeps the last queries of the workbench in this browser, and nowhere else. What the section says stands in a template
// of the page: where this script does not run, or nothing may be kept, there is no section.

const MOST = 50
const LONGEST = 20000 // characters; half a query is no query, so a longer one is not kept
const SHOWN = 400

const frame = document.getElementById("history")
const field = document.querySelector(".workbench textarea")
const told = frame.dataset
const key = `collab.queries:${told.root}`

function fits(one) {
  return typeof one?.query === "string" && one.query.length <= LONGEST && typeof one.came === "string" &&
    typeof one.language === "string" && Number.isFinite(one.at)
}

/** The queries that are kept, newest first; none if what lies there is not ours. */
function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? "[]")
    return Array.isArray(found) ? found.filter(fits).slice(0, MOST) : []
  } catch (problem) {
    if (problem instanceof SyntaxError) return []
    throw problem
  }
}

/** Keeps these, or as many of the newest as there is room for. */
function keep(all) {
  for (let left = all.slice(0, MOST); ; left = left.slice(0, -1)) {
    try {
      if (left.length) localStorage.setItem(key, JSON.stringify(left))
      else localStorage.removeItem(key)
      return
    } catch (problem) {
      if (!left.length || problem.name !== "QuotaExceededError") throw problem
    }
  }
}

function remember(query, came) {
  const others = kept().filter(one => one.query.trim() !== query.trim())
  if (query.trim() && query.length <= LONGEST)
    keep([{query, came, at: Date.now(), language: document.documentElement.lang}, ...others])
}

/** What tells one query from another: its beginning, less the prefixes that many begin with. */
function gist(query) {
  const without = query.replace(/^(?:[ \t]*(?:#.*|(?:PREFIX|BASE)\b[^\n]*)?\n)+/i, "")
  const text = (without.trim() ? without : query).trim()
  return text.length > SHOWN ? `${text.slice(0, SHOWN)} …` : text
}

// Day and hour in figures are read alike in both languages; not every browser has Welsh months.
const clock = new Intl.DateTimeFormat("en-GB", {dateStyle: "short", timeStyle: "short"})

function upgrade() {
  const section = frame.content.firstElementChild
  const list = section.querySelector("ol")
  const pattern = list.firstElementChild
  const [none, all] = ["[data-none]", "[data-all]"].map(part => section.querySelector(part))
  const summary = section.querySelector("summary")

  function entry(one, number) {
    const made = pattern.cloneNode(true)
    const [time, came, code, put, forget] = ["time", "[data-came]", "code", "[data-put]", "[data-forget]"].map(part => made.querySelector(part))
    time.dateTime = new Date(one.at).toISOString()
    time.textContent = clock.format(one.at)
    came.textContent = one.came
    if (one.language !== document.documentElement.lang) came.lang = one.language
    code.textContent = gist(one.query)
    code.id = `kept-${number}`
    for (const button of [put, forget]) button.setAttribute("aria-describedby", code.id)
    put.addEventListener("click", () => {
      // What stands in the field and was never run is not lost.
      if (field.value !== one.query && field.value !== field.defaultValue) remember(field.value, told.unrun)
      field.value = one.query
      field.dispatchEvent(new Event("change"))
      if (!field.hidden) field.focus()
      show()
    })
    forget.addEventListener("click", () => {
      const at = [...list.children].indexOf(made)
      keep(kept().filter(other => other.query !== one.query))
      show()
      const next = list.children[Math.min(at, list.children.length - 1)]
      const target = next?.querySelector("[data-forget]") ?? summary
      target.focus()
    })
    return made
  }

  function show() {
    const found = kept()
    list.replaceChildren(...found.map(entry))
    section.querySelector("[data-count]").textContent = `(${found.length})`
    none.hidden = found.length > 0
    list.hidden = all.hidden = !found.length
  }

  all.addEventListener("click", () => { keep([]); show(); summary.focus() })
  addEventListener("storage", show) // another tab
  if (told.came) remember(field.defaultValue, told.came)
  show()
  frame.before(section)
}

// The link to a query can be copied by hand; where the browser lets a page copy, a button does it.
function sharing(button) {
  const link = document.getElementById("share")
  if (!navigator.clipboard) return
  button.hidden = false
  button.addEventListener("click", async () => {
    link.select()
    try {
      await navigator.clipboard.writeText(link.value)
      button.nextElementSibling.textContent = button.dataset.copied
    } catch {
      link.focus() // it is selected: the keys of the browser copy it
    }
  })
}

document.querySelectorAll("[data-copied]").forEach(sharing)
try {
  upgrade()
} catch (problem) {
  // Storage may be forbidden; then nothing is kept, and the workbench is as it is without.
  if (!(problem instanceof DOMException)) throw problem
}

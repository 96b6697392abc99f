// The evidence panel: what a line or a thing rests on. Only text nodes are made; nothing is parsed as HTML.
"use strict";
const Panel = (data, choose) => {
  const panel = document.getElementById("panel");
  const inside = document.getElementById("evidence");
  const heading = document.getElementById("panel-heading");
  const rules = new Intl.PluralRules(document.documentElement.lang || "en");
  const counted = (name, count, values = {}) => {
    const forms = data.counted[name];
    const form = forms[rules.select(count)] || forms.other;
    return form.replace(/\{(\w+)\}/g, (all, word) => (word === "count" ? count : word in values ? values[word] : all));
  };
  const fill = (name, values = {}) => data.words[name].replace(/\{(\w+)\}/g, (all, word) => (word in values ? values[word] : all));
  const make = (tag, text, parent, style) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (style) element.className = style;
    if (parent) parent.append(element);
    return element;
  };
  const pair = (list, name, text) => {
    make("dt", name, list);
    make("dd", text, list);
  };
  const sentence = (line) => `${line.subject_label} ${line.relation} ${line.object_label}${line.number === null ? "" : ` (${choose.number(line.id)})`}`;
  const validity = (line) => {
    if (line.valid_from && line.valid_to) return fill("panel.from_to", { from: line.valid_from, to: line.valid_to });
    if (line.valid_from) return fill("panel.since", { from: line.valid_from });
    return line.valid_to ? fill("panel.until", { to: line.valid_to }) : fill("panel.no_dates");
  };
  const facts = (claim) => {
    const list = make("dl", "", inside);
    pair(list, fill("panel.basis"), claim.sureness);
    pair(list, fill("panel.validity"), validity(claim));
    if (claim.attested) pair(list, fill("panel.attested"), claim.attested);
    const found = choose.holds(claim);
    if (found && data.day) pair(list, fill("panel.on", { day: choose.day() }), fill(`force.${found}`));
  };
  const passages = (claim) => {
    if (!claim.evidence.length) make("p", fill("panel.no_evidence"), inside, "quiet");
    for (const passage of claim.evidence) {
      const block = make("div", "", inside, "passage");
      const list = make("dl", "", block);
      pair(list, fill("panel.source"), `${passage.source} (${passage.date || fill("panel.undated")})`);
      if (passage.item) pair(list, fill("panel.item"), passage.item);
      pair(list, fill("panel.reading"), `${passage.reading}${passage.stance ? ` (${fill(passage.stance === "disputes" ? "stance.disputes" : "stance.supports")})` : ""}`);
      if (passage.passage) {
        make("dt", fill("panel.passage"), list);
        make("blockquote", passage.passage, make("dd", "", list));
      }
    }
  };
  // The arrangements behind a number, those that count first, each with the claims that say so.
  const ties = (line) => {
    const holding = line.ties.filter((tie) => choose.tieHolds(tie));
    make("p", counted("panel.shared", holding.length), inside);
    for (const tie of [...holding, ...line.ties.filter((one) => !holding.includes(one))]) {
      const name = make("h3", tie.label, inside);
      if (tie.lang) name.lang = tie.lang;
      if (!holding.includes(tie)) make("p", fill("panel.not_counted", { day: choose.day() }), inside, "quiet");
      for (const claim of tie.claims) {
        make("p", claim.sentence, inside, "claim");
        facts(claim);
        passages(claim);
      }
    }
  };
  const evidence = (line) => {
    if (line.number !== null) return ties(line);
    facts(line);
    return passages(line);
  };
  const relations = (ids) => {
    const list = make("ul", "", inside);
    for (const id of ids) {
      const button = make("button", sentence(data.lines[id]), make("li", "", list), "choose");
      button.type = "button";
      button.addEventListener("click", () => choose.line(id));
    }
  };
  const open = (title, lang, side) => {
    heading.textContent = title;
    if (lang) heading.lang = lang; else heading.removeAttribute("lang");
    inside.replaceChildren();
    panel.className = side;
    panel.hidden = false;
    panel.scrollTop = 0;
  };
  return {
    counted, fill, sentence,
    close: () => { panel.hidden = true; },
    isOpen: () => !panel.hidden,
    focus: () => panel.focus({ preventScroll: true }),
    line: (id, side) => {
      open(sentence(data.lines[id]), "", side);
      evidence(data.lines[id]);
    },
    bundle: (ids, side) => {
      open(fill("panel.several", { count: ids.length }), "", side);
      relations(ids);
    },
    thing: (id, ids, side) => {
      const thing = data.things[id];
      open(thing.label, thing.lang, side);
      const about = make("dl", "", inside);
      pair(about, fill("panel.kind"), thing.kind_label || thing.kind);
      if (thing.level) pair(about, fill("panel.level"), thing.level_label);
      if (thing.note) make("p", thing.note, inside);
      if (thing.no_board && !data.oneMode) make("p", fill("panel.no_board"), inside, "quiet");
      make("h3", fill("panel.relations", { count: ids.length }), inside);
      relations(ids);
    },
  };
};

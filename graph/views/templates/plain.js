// The page of a matrix, map or timeline: switches, evidence, walking by keys, saving. Complete without it on the day of its drawing.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const words = data.words;
  const days = Days(data);
  const said = byId("said");
  const announce = (text) => { said.textContent = text; };
  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (all, word) => (word in values ? values[word] : all));
  const ruler = document.createElement("canvas").getContext("2d");
  const measure = (text, size, weight = "normal") => {
    ruler.font = `${weight} ${size}px ${data.font}`;
    return ruler.measureText(text).width;
  };
  const initial = () => ({ day: data.day, ...data.lens, choice: data.choice, pick: "", find: "" });
  const state = initial();
  const kind = Kind({ data, days, state, fill, measure });
  const records = [...document.querySelectorAll("details.record")];
  const picture = byId("picture");
  const choice = byId("choice");
  const answer = byId("answer").textContent;
  const told = new Map(["day", "lens"].map((name) => [name, byId(`caption-${name}`).textContent]));

  const changed = () => state.day !== data.day || state.contested !== data.lens.contested || state.planned !== data.lens.planned || state.choice !== data.choice;
  const lens = () => data.lenses[["contested", "planned"].filter((name) => state[name]).join(" ")] || told.get("lens");
  const lensNow = () => (data.rows ? told.get("lens") : lens());

  // The address.
  const write = () => {
    const parts = new URLSearchParams();
    for (const name of ["day", "choice", "pick", "find"]) if (state[name] !== initial()[name]) parts.set(name, state[name]);
    for (const name of ["contested", "planned"]) if (state[name] !== data.lens[name]) parts.set(name, state[name] ? "1" : "0");
    const text = parts.toString();
    try {
      history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
    } catch { /* a page inside a notebook has no address of its own */ }
  };
  const read = () => {
    Object.assign(state, initial());
    const text = location.hash.slice(1);
    if (!text.includes("=")) { try { state.pick = decodeURIComponent(text); } catch { state.pick = ""; } return; }
    const parts = new URLSearchParams(text);
    if (days.isDay(parts.get("day") || "")) state.day = parts.get("day");
    for (const name of ["contested", "planned"]) if (parts.has(name)) state[name] = parts.get(name) === "1";
    if (choice && [...choice.options].some((one) => one.value === parts.get("choice"))) state.choice = parts.get("choice");
    state.pick = parts.get("pick") || "";
    state.find = parts.get("find") || "";
  };

  // The panel shows what the page holds already: clones of the evidence, nothing parsed.
  const [panel, inside, heading] = [byId("panel"), byId("evidence"), byId("panel-heading")];
  let cameFrom = null;
  const make = (tag, text, parent, style) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (style) element.className = style;
    parent.append(element);
    return element;
  };
  const close = (back) => {
    panel.hidden = true;
    for (const one of document.querySelectorAll(".chosen")) one.classList.remove("chosen");
    if (back && cameFrom) cameFrom.focus();
    state.pick = "";
    write();
  };
  const open = (found, side) => {
    heading.textContent = found.heading;
    if (found.lang) heading.lang = found.lang; else heading.removeAttribute("lang");
    inside.replaceChildren();
    if (found.note) make("p", found.note, inside, "quiet");
    for (const group of found.groups) {
      const record = byId(group.record);
      if (!record) continue;
      const details = make("details", "", inside);
      details.open = found.groups.length <= 3;
      const summary = make("summary", "", details);
      summary.append(record.closest("details").querySelector(".what").firstElementChild.cloneNode(true));
      if (group.words) make("span", ` ${group.words}`, summary, "quiet");
      for (const article of record.querySelectorAll("article.claim")) {
        if (group.claims && !group.claims.has(article.dataset.claim)) continue;
        const copy = article.cloneNode(true);
        copy.hidden = false;
        details.append(copy);
      }
    }
    if (!found.groups.length) make("p", words.nothing, inside);
    panel.className = side;
    panel.hidden = false;
    panel.scrollTop = 0;
    announce(fill(words.opened, { what: found.heading }));
  };
  const marks = () => [...picture.querySelectorAll("[data-mark]")].filter((one) => one.getClientRects().length);
  const choose = (mark, focus) => {
    const found = kind.evidence(mark.dataset.mark);
    if (!found) return;
    cameFrom = mark;
    for (const one of document.querySelectorAll(".chosen")) one.classList.remove("chosen");
    mark.classList.add("chosen");
    const box = mark.getBoundingClientRect();
    open(found, box.left + box.width / 2 > window.innerWidth / 2 ? "left" : "right");
    if (focus) panel.focus({ preventScroll: true });
    state.pick = `mark:${mark.dataset.mark}`;
    write();
  };
  byId("close").addEventListener("click", () => close(true));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !panel.hidden) close(true); });

  // Places of this page: lists and evidence.
  const reveal = (name) => {
    const target = name && byId(name);
    if (!target || !target.dataset.what) return false;
    openRecord(target);
    announce(fill(words.opened, { what: target.dataset.what }));
    state.pick = name;
    write();
    return true;
  };
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("#picture [data-mark]");
    if (mark) { event.preventDefault(); choose(mark, event.detail === 0); return; }
    const link = event.target.closest("a[href^='#']");
    if (link && reveal(link.getAttribute("href").slice(1))) event.preventDefault();
  });

  // Walking: one stop for the whole picture; arrows go to the nearest mark that way.
  const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const centre = (mark) => { const box = mark.getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]; };
  const stop = (mark) => {
    for (const one of picture.querySelectorAll("[data-mark]")) one.setAttribute("tabindex", "-1");
    const at = mark || marks()[0];
    if (at) at.setAttribute("tabindex", "0");
  };
  picture.addEventListener("focusin", (event) => { const mark = event.target.closest("[data-mark]"); if (mark) stop(mark); });
  picture.addEventListener("keydown", (event) => {
    const mark = event.target.closest("[data-mark]");
    if (!mark || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(mark, true); return; }
    const all = marks();
    let next = event.key === "Home" ? all[0] : event.key === "End" ? all[all.length - 1] : null;
    const step = STEPS[event.key];
    if (step && kind.walk === "rows") next = all[all.indexOf(mark) + (step[0] + step[1])];
    else if (step) {
      const [x, y] = centre(mark);
      const far = (one) => {
        const [dx, dy] = [centre(one)[0] - x, centre(one)[1] - y];
        const [along, across] = [dx * step[0] + dy * step[1], Math.abs(dx * step[1]) + Math.abs(dy * step[0])];
        return along > 2 ? along + 4 * across : Infinity;
      };
      next = all.map((one) => [far(one), one]).filter(([cost]) => cost < Infinity).sort((a, b) => a[0] - b[0]).map(([, one]) => one)[0];
    }
    if (!step && !next) return;
    event.preventDefault();
    if (next) next.focus();
  });

  // One reckoning for picture, lists, table, evidence and file.
  const filter = byId("filter");
  filter.closest(".seek").hidden = records.length < 6;
  const holding = (record) => { const claims = [...record.querySelectorAll("article.claim")]; return !claims.length || claims.some((one) => !one.hidden); };
  const seek = () => {
    const wanted = state.find.toLocaleLowerCase();
    for (const record of records) record.hidden = !holding(record) || !record.textContent.toLocaleLowerCase().includes(wanted);
  };
  const showKeys = (entries) => {
    const keys = kind.keys();
    if (!keys) return;
    for (const entry of entries) {
      const name = entry.dataset.key;
      const shown = keys.has(name);
      if (entry.tagName === "LI") entry.hidden = !shown;
      else if (shown) entry.removeAttribute("display"); else entry.setAttribute("display", "none");
      if (keys.get(name)) entry.querySelector(".words").textContent = keys.get(name);
    }
  };
  const list = () => {
    const lists = kind.lists();
    const place = byId("listings");
    if (!lists || !place) return;
    const names = new Map(records.map((record) => [record.querySelector(".inside").id, record.querySelector(".what").firstElementChild]));
    place.replaceChildren();
    for (const one of lists) {
      const details = make("details", "", place);
      const summary = make("summary", "", details);
      const what = make("span", one.heading, summary, "what");
      if (one.lang && one.lang !== document.documentElement.lang) what.lang = one.lang;
      make("span", ` ${one.count}`, summary, "count");
      const held = make("div", "", details, "inside");
      held.id = one.anchor;
      held.dataset.what = one.heading;
      const items = make("ul", "", held);
      for (const entry of one.entries) {
        const item = make("li", "", items);
        const link = make("a", "", item);
        link.href = `#${entry.record}`;
        link.append(names.get(entry.record).cloneNode(true));
        if (entry.words) make("span", ` ${entry.words}`, item, "quiet");
      }
    }
  };
  const apply = () => {
    kind.reckon();
    kind.paint();
    showKeys(document.querySelectorAll(".key li"));
    list();
    for (const article of document.querySelectorAll("details.record article[data-claim]")) article.hidden = !kind.holds(article.dataset.claim);
    for (const record of records) {
      const count = record.querySelector("summary .count");
      const all = [...record.querySelectorAll("article.claim")].filter((one) => !one.hidden).length;
      count.textContent = fill(words.claims, { count: all });
    }
    seek();
    byId("answer").textContent = changed() ? kind.said() : answer;
    byId("caption-day").textContent = state.day;
    byId("caption-lens").textContent = changed() ? lensNow() : told.get("lens");
    byId("reset").hidden = !changed();
    days.show(state.day);
    if (choice) choice.value = state.choice;
    for (const name of ["contested", "planned"]) if (byId(name)) byId(name).checked = state[name];
    for (const mark of picture.querySelectorAll("[data-mark]")) if (mark.tagName !== "BUTTON") mark.setAttribute("role", "button");
    for (const mark of picture.querySelectorAll("g[data-mark]")) mark.setAttribute("aria-label", mark.querySelector("title").textContent);
    stop(null);
  };
  const turn = (values) => {
    Object.assign(state, values, { pick: "" });
    panel.hidden = true;
    apply();
    write();
    announce(kind.said());
  };
  days.onChange((day) => turn({ day }));
  for (const name of ["contested", "planned"]) if (byId(name)) byId(name).addEventListener("change", (event) => turn({ [name]: event.target.checked }));
  if (choice) choice.addEventListener("change", () => turn({ choice: choice.value }));
  byId("reset").addEventListener("click", () => { turn({ ...initial(), find: state.find }); (choice || byId("full")).focus(); });
  filter.addEventListener("input", () => {
    state.find = filter.value.trim();
    seek();
    write();
    announce(fill(words.shown, { shown: records.filter((one) => !one.hidden).length, all: records.filter(holding).length }));
  });

  // The still picture, brought to what is seen.
  const line = (svg, name, text) => {
    const group = svg.querySelector(`g.told-${name}`);
    const [first, ...rest] = group ? group.querySelectorAll("text") : [];
    if (!first) return;
    for (const one of rest) one.remove();
    first.textContent = text;
    const room = Number(svg.getAttribute("width")) - 32;
    if (measure(text, Number(first.getAttribute("font-size"))) > room) {
      first.setAttribute("textLength", room);
      first.setAttribute("lengthAdjust", "spacingAndGlyphs");
    }
  };
  const still = () => {
    const svg = new DOMParser().parseFromString(JSON.parse(byId("svg").textContent), "image/svg+xml").documentElement;
    if (!changed()) return svg;
    const entries = [...svg.querySelectorAll("g.entry")];
    const lower = kind.paintStill(svg);
    showKeys(entries);
    let shift = lower;
    const shown = entries.filter((one) => !one.hasAttribute("display"));
    if (shown.length && kind.keys()) {
      const [wide, bottom] = [Number(svg.getAttribute("width")), Math.max(...entries.map((one) => Number(one.getAttribute("transform").slice(10, -1).split(" ")[1])))];
      const top = Math.min(...entries.map((one) => Number(one.getAttribute("transform").slice(10, -1).split(" ")[1])));
      let [x, y] = [16, top];
      for (const entry of shown) {
        const room = 52 + measure(entry.querySelector(".words").textContent, 12);
        if (x > 16 && x + room > wide - 16) { x = 16; y += 22; }
        entry.setAttribute("transform", `translate(${x.toFixed(1)} ${y})`);
        x += room;
      }
      for (const group of svg.querySelectorAll("g.below > g[class^=told-], g.below > g:not([class]), g.below > path")) group.setAttribute("transform", `translate(0 ${y - bottom})`);
      shift += y - bottom;
    }
    const below = svg.querySelector("g.below");
    if (below && lower) below.setAttribute("transform", `translate(0 ${lower})`);
    const high = Number(svg.getAttribute("height")) + shift;
    svg.setAttribute("height", high);
    svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${high}`);
    line(svg, "answer", kind.said());
    line(svg, "day", `${words.day}: ${state.day}`);
    line(svg, "lens", `${words.lens}: ${lensNow()}`);
    svg.querySelector("desc").textContent = kind.said();
    return svg;
  };
  Frame({ still, announce, file: data.file, resized: () => stop(null), saved: words.saved, entered: words.full, left: words.not_full });

  openForPaper(records);
  const restore = () => {
    filter.value = state.find;
    const pick = state.pick;
    apply();
    if (changed()) announce(kind.said());
    if (pick.startsWith("mark:")) {
      const mark = marks().find((one) => one.dataset.mark === pick.slice(5));
      if (mark) choose(mark, false);
    } else reveal(pick);
  };
  addEventListener("hashchange", () => { panel.hidden = true; read(); restore(); });
  byId("switches").hidden = false;
  byId("help").hidden = false;
  read();
  restore();
  document.body.dataset.ready = "";
})();

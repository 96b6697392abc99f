// The page: choosing, highlighting, searching, filtering, sliding through time; picture, panel and table tell the same.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  for (const line of Object.values(data.lines)) for (const tie of line.ties) tie.claims = tie.claims.map((place) => data.claims[place]);
  const byId = (id) => document.getElementById(id);
  const holder = byId("picture");
  const [select, search, said] = [byId("highlight"), byId("search"), byId("said")];
  data.alone = (count) => panel.counted("mark.alone", count);
  data.above = (count) => panel.counted("mark.parents", count);
  const picture = Picture(holder, data);
  const days = Days(data);
  const model = State(data, days);
  const { state } = picture;
  const answer = byId("answer") ? byId("answer").textContent : "";
  const rows = new Map([...document.querySelectorAll("tr[data-line]")].map((row) => [row.dataset.line, row]));
  let cameFrom = null;
  let restoring = false;

  const touching = (id) => Object.values(data.lines).filter((line) => (line.from === id || line.to === id) && picture.shown(line.id)).map((line) => line.id);
  const ends = (ids) => new Set(ids.flatMap((id) => [data.lines[id].from, data.lines[id].to]));
  const side = (x) => (x > data.width / 2 ? "left" : "right");
  const announce = (text) => { said.textContent = text; };
  const { inWords } = days;
  const remember = (pick) => {
    model.state.pick = pick;
    if (!restoring) model.write();
  };
  const light = (chosen, near, lit) => {
    Object.assign(state, { chosen, near, lit });
    for (const [id, row] of rows) row.classList.toggle("chosen", Boolean(lit && lit.has(id) && lit.size === 1));
    picture.redraw();
  };
  const counts = () => ({ nodes: Object.keys(data.things).length - state.hiddenThings.size, lines: rows.size - state.hiddenLines.size });
  const everything = () => {
    select.value = "";
    panel.close();
    light(null, null, null);
    remember("");
    announce(panel.fill("said.everything", counts()));
  };
  const chooseThing = (id, withPanel) => {
    const ids = touching(id);
    const thing = data.things[id];
    select.value = id;
    light(id, ends(ids).add(id), new Set(ids));
    if (!picture.inView(id)) picture.centreOn(id);
    remember(`thing:${thing.id}`);
    announce(panel.counted("said.relations", ids.length, { label: thing.label }));
    if (withPanel) panel.thing(id, ids, side(thing.x)); else panel.close();
  };
  const chooseLine = (id) => {
    const line = data.lines[id];
    select.value = "";
    light(null, ends([id]), new Set([id]));
    panel.line(id, side((data.things[line.from].x + data.things[line.to].x) / 2));
    remember(`line:${line.claim}`);
    announce(panel.fill("said.line", { sentence: panel.sentence(line) }));
  };
  const panel = Panel(data, {
    line: (id) => { chooseLine(id); panel.focus(); },
    holds: model.holds,
    tieHolds: model.tieHolds,
    day: () => inWords(model.state.day),
    number: (id) => state.numbers.get(id),
  });

  picture.network.on("click", ({ pointer }) => {
    const id = picture.thingAt(pointer.canvas);
    if (id) return chooseThing(id, true);
    const ids = picture.linesAt(pointer.canvas);
    if (!ids.length) return everything();
    if (ids.length === 1) return chooseLine(ids[0]);
    select.value = "";
    light(null, ends(ids), new Set(ids));
    panel.bundle(ids, side(pointer.canvas.x));
    return announce(panel.fill("panel.several", { count: ids.length }));
  });
  select.addEventListener("change", () => (select.value ? chooseThing(select.value, false) : everything()));
  byId("close").addEventListener("click", () => { everything(); (cameFrom || holder).focus(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    byId("filter").open = false;
    if (panel.isOpen()) { everything(); (cameFrom || holder).focus(); }
  });
  byId("table").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-line]");
    if (!button) return;
    cameFrom = button;
    chooseLine(button.dataset.line);
    byId("stage").scrollIntoView({ block: "nearest" });
    panel.focus();
  });

  const matches = () => {
    const wanted = search.value.trim().toLocaleLowerCase();
    return wanted ? Object.keys(data.things).filter((id) => !state.hiddenThings.has(id) && data.things[id].label.toLocaleLowerCase().includes(wanted)) : null;
  };
  const seek = () => {
    const found = matches();
    model.state.query = search.value.trim();
    if (!found) return everything();
    panel.close();
    light(null, new Set(found), new Set());
    remember("");
    return announce(found.length ? panel.counted("said.found", found.length) : panel.fill("said.none_found"));
  };
  search.addEventListener("input", seek);
  search.addEventListener("keydown", (event) => {
    const found = event.key === "Enter" ? matches() : null;
    if (found && found.length) { cameFrom = search; chooseThing(found[0], true); }
  });

  // Time, lens and filters: one reckoning decides what is shown, for picture, table and download alike.
  const boxes = [...document.querySelectorAll("#filter input[data-group]")];
  const showControls = () => {
    for (const box of boxes) box.checked = !model.state.off.has(`${box.dataset.group}:${box.value}`);
    for (const name of ["contested", "planned"]) if (byId(name)) byId(name).checked = model.state[name];
    days.show(model.state.day);
  };
  const apply = () => {
    Object.assign(state, model.reckon(), { asDrawn: !model.changed() });
    picture.nodes.update(Object.keys(data.things).map((id) => ({ id, hidden: state.hiddenThings.has(id) })));
    for (const [id, row] of rows) {
      row.hidden = state.hiddenLines.has(id);
      const cell = row.querySelector(".force");
      if (cell && state.force.get(id)) cell.textContent = panel.fill(`force.${state.force.get(id)}`);
      const number = row.querySelector(".number");
      if (number) number.textContent = state.numbers.get(id);
    }
    byId("reset").hidden = state.asDrawn;
    if (answer) byId("answer").textContent = state.asDrawn ? answer : panel.fill("said.answer_then", { day: inWords(data.day), answer });
    byId("table-caption").textContent = panel.fill("table.caption", { count: counts().lines });
    byId("size").textContent = panel.fill("size", counts());
    const signs = Object.keys(data.things).some((id) => !state.hiddenThings.has(id) && picture.mark(id).sign);
    if (byId("key-sign")) byId("key-sign").hidden = !signs;
    if (byId("caption-day")) byId("caption-day").textContent = model.state.day;
    showControls();
  };
  const changed = () => {
    apply();
    select.value = "";
    panel.close();
    light(null, null, null);
    remember("");
    const sure = [...state.force].filter(([id, found]) => found === "certain" && !state.hiddenLines.has(id)).length;
    announce(panel.fill("said.hidden", { day: inWords(model.state.day), lines: counts().lines, all: rows.size, certain: sure }));
  };
  byId("filter").addEventListener("change", (event) => {
    if (!event.target.dataset.group) return;
    const word = `${event.target.dataset.group}:${event.target.value}`;
    if (event.target.checked) model.state.off.delete(word); else model.state.off.add(word);
    changed();
  });
  for (const name of ["contested", "planned"]) if (byId(name)) byId(name).addEventListener("change", (event) => { model.state[name] = event.target.checked; changed(); });
  days.onChange((day) => { model.state.day = day; changed(); });
  byId("reset").addEventListener("click", () => { model.reset(); search.value = ""; changed(); select.focus(); });

  const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  holder.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && state.chosen) { cameFrom = holder; chooseThing(state.chosen, true); panel.focus(); }
    const step = steps[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const open = Object.keys(data.things).filter((id) => !state.hiddenThings.has(id));
    if (!state.chosen) { if (open.length) chooseThing(open.find((id) => data.things[id].focus) || open[0], false); return; }
    // To a neighbour if one lies that way, else to whatever is nearest that way.
    const here = data.things[state.chosen];
    const neighbours = ends(touching(state.chosen));
    const far = (id) => {
      const [dx, dy] = [data.things[id].x - here.x, data.things[id].y - here.y];
      const [along, across] = [dx * step[0] + dy * step[1], Math.abs(dx * step[1]) + Math.abs(dy * step[0])];
      return along > 4 ? along + 2.5 * across + (neighbours.has(id) ? 0 : 400) : Infinity;
    };
    const next = open.map((id) => [far(id), id]).filter(([cost]) => cost < Infinity).sort((a, b) => a[0] - b[0])[0];
    if (next) chooseThing(next[1], false);
  });

  // The picture as it is now.
  const still = () => {
    const drawn = new DOMParser().parseFromString(JSON.parse(byId("svg").textContent), "image/svg+xml");
    const show = (id, visible) => { const part = drawn.getElementById(id); if (part && visible) part.removeAttribute("display"); else if (part) part.remove(); };
    for (const id of Object.keys(data.things)) show(`box-${id}`, !state.hiddenThings.has(id));
    for (const id of rows.keys()) {
      const visible = picture.shown(id);
      if (visible && state.numbers.has(id)) {
        const words = drawn.querySelector(`#mark-${id} text`);
        if (words) words.textContent = state.numbers.get(id);
        drawn.getElementById(`line-${id}`).setAttribute("stroke-width", picture.thickness(id));
      }
      show(`line-${id}`, visible);
      show(`mark-${id}`, visible);
    }
    data.labels.forEach(({ lines }, number) => { if (!lines.some(picture.shown)) drawn.getElementById(`label-${number}`)?.remove(); });
    for (const id of Object.keys(data.things)) {
      const box = state.hiddenThings.has(id) ? null : drawn.getElementById(`box-${id}`);
      if (!box) continue;
      const { lines, sign } = picture.mark(id);
      [...box.querySelectorAll(".mark")].forEach((text, i) => { text.textContent = lines[i] || ""; });
      const badge = drawn.getElementById(`sign-${id}`);
      if (badge && sign) { badge.removeAttribute("display"); badge.querySelector("text").textContent = sign; } else if (badge) badge.remove();
    }
    if (!state.asDrawn) {
      for (const line of drawn.querySelectorAll(".answer")) line.remove();
      drawn.getElementById("state").textContent = panel.fill("said.hidden", { day: inWords(model.state.day), lines: counts().lines, all: rows.size, certain: [...state.force.values()].filter((one) => one === "certain").length });
    }
    return drawn.documentElement;
  };
  Frame({
    still, announce, file: data.file, resized: () => picture.fit(false),
    saved: panel.fill("said.saved", { file: data.file }), entered: panel.fill("said.full"), left: panel.fill("said.not_full"),
  });

  byId("larger").addEventListener("click", () => picture.zoom(1.25));
  byId("smaller").addEventListener("click", () => picture.zoom(0.8));
  byId("fit").addEventListener("click", () => picture.fit(true));
  let width = window.innerWidth;
  window.addEventListener("resize", () => { if (window.innerWidth !== width) { width = window.innerWidth; picture.fit(false); } });
  // Paper gets the still picture, with its own title, key and caption, in place of the canvas.
  window.addEventListener("beforeprint", () => {
    const paper = byId("paper");
    const drawn = document.importNode(still(), true);
    drawn.removeAttribute("height");
    drawn.setAttribute("width", "100%");
    paper.replaceChildren(drawn);
    document.body.classList.add("on-paper");
  });
  window.addEventListener("afterprint", () => {
    document.body.classList.remove("on-paper");
    byId("paper").replaceChildren();
  });
  const restore = () => {
    restoring = true;
    const { pick, query } = model.state;
    search.value = query;
    if (query) seek();
    const [sort, name] = [pick.slice(0, pick.indexOf(":")), pick.slice(pick.indexOf(":") + 1)];
    const thing = sort === "thing" && Object.keys(data.things).find((id) => data.things[id].id === name && !state.hiddenThings.has(id));
    const line = sort === "line" && [...rows.keys()].find((id) => data.lines[id].claim === name && picture.shown(id));
    if (thing) chooseThing(thing, true);
    else if (line) chooseLine(line);
    restoring = false;
  };
  window.addEventListener("hashchange", () => {
    model.reset();
    if (!model.read()) return;
    apply(); light(null, null, null); panel.close(); restore();
  });
  model.read();
  apply();
  picture.fit(false);
  restore();
  if (!state.asDrawn && !model.state.pick) announce(panel.fill("said.hidden", { day: inWords(model.state.day), lines: counts().lines, all: rows.size, certain: [...state.force.values()].filter((one) => one === "certain").length }));
  document.body.dataset.ready = "yes";
})();

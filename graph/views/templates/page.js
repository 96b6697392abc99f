// The page: choosing, highlighting, searching, filtering; the picture, the panel and the table tell the same.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const holder = byId("picture");
  const [select, search, said] = [byId("highlight"), byId("search"), byId("said")];
  const picture = Picture(holder, data);
  const { state } = picture;
  const rows = new Map([...document.querySelectorAll("tr[data-line]")].map((row) => [row.dataset.line, row]));
  let cameFrom = null;

  const touching = (id) => Object.values(data.lines).filter((line) => (line.from === id || line.to === id) && picture.shown(line.id)).map((line) => line.id);
  const ends = (ids) => new Set(ids.flatMap((id) => [data.lines[id].from, data.lines[id].to]));
  const side = (x) => (x > data.width / 2 ? "left" : "right");
  const announce = (text) => { said.textContent = text; };
  const light = (chosen, near, lit) => {
    Object.assign(state, { chosen, near, lit });
    for (const [id, row] of rows) row.classList.toggle("chosen", Boolean(lit && lit.has(id) && lit.size === 1));
    picture.redraw();
  };
  const everything = () => {
    select.value = "";
    panel.close();
    light(null, null, null);
    announce(panel.fill("said.everything", { nodes: Object.keys(data.things).length - state.hiddenThings.size, lines: Object.keys(data.lines).filter(picture.shown).length }));
  };
  const chooseThing = (id, withPanel) => {
    const ids = touching(id);
    const thing = data.things[id];
    select.value = id;
    light(id, ends(ids).add(id), new Set(ids));
    if (!picture.inView(id)) picture.centreOn(id);
    announce(panel.fill(ids.length === 1 ? "said.relations_one" : "said.relations_many", { label: thing.label, count: ids.length }));
    if (withPanel) panel.thing(id, ids, side(thing.x)); else panel.close();
  };
  const chooseLine = (id) => {
    const line = data.lines[id];
    select.value = "";
    light(null, ends([id]), new Set([id]));
    panel.line(id, side((data.things[line.from].x + data.things[line.to].x) / 2));
    announce(panel.fill("said.line", { sentence: panel.sentence(line) }));
  };
  const panel = Panel(data, { line: (id) => { chooseLine(id); panel.focus(); } });

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
  search.addEventListener("input", () => {
    const found = matches();
    if (!found) return everything();
    panel.close();
    light(null, new Set(found), new Set());
    return announce(found.length ? panel.fill("said.found", { count: found.length }) : panel.fill("said.none_found"));
  });
  search.addEventListener("keydown", (event) => {
    const found = event.key === "Enter" ? matches() : null;
    if (found && found.length) { cameFrom = search; chooseThing(found[0], true); }
  });

  byId("filter").addEventListener("change", () => {
    const off = (name) => new Set([...document.querySelectorAll(`#filter input[data-${name}]`)].filter((box) => !box.checked).map((box) => box.dataset[name]));
    const [kinds, manners] = [off("kind"), off("manner")];
    state.hiddenThings = new Set(Object.keys(data.things).filter((id) => kinds.has(data.things[id].kind)));
    state.hiddenLines = new Set(Object.values(data.lines).filter((line) => state.hiddenThings.has(line.from) || state.hiddenThings.has(line.to) || line.manners.some((manner) => manners.has(manner))).map((line) => line.id));
    picture.nodes.update(Object.keys(data.things).map((id) => ({ id, hidden: state.hiddenThings.has(id) })));
    for (const [id, row] of rows) row.hidden = state.hiddenLines.has(id);
    select.value = "";
    panel.close();
    light(null, null, null);
    announce(panel.fill("said.hidden", { lines: rows.size - state.hiddenLines.size, all: rows.size }));
  });

  const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  holder.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && state.chosen) { cameFrom = holder; chooseThing(state.chosen, true); panel.focus(); }
    const step = steps[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const open = Object.keys(data.things).filter((id) => !state.hiddenThings.has(id));
    if (!state.chosen) return open.length && chooseThing(open.find((id) => data.things[id].focus) || open[0], false);
    const here = data.things[state.chosen];
    const far = (id) => {
      const [dx, dy] = [data.things[id].x - here.x, data.things[id].y - here.y];
      const [along, across] = [dx * step[0] + dy * step[1], Math.abs(dx * step[1]) + Math.abs(dy * step[0])];
      return along > 4 ? along + 2.5 * across : Infinity;
    };
    const next = open.map((id) => [far(id), id]).filter(([cost]) => cost < Infinity).sort((a, b) => a[0] - b[0])[0];
    return next && chooseThing(next[1], false);
  });

  byId("larger").addEventListener("click", () => picture.zoom(1.25));
  byId("smaller").addEventListener("click", () => picture.zoom(0.8));
  byId("fit").addEventListener("click", () => picture.fit(true));
  let width = window.innerWidth;
  window.addEventListener("resize", () => { if (window.innerWidth !== width) { width = window.innerWidth; picture.fit(false); } });
  window.addEventListener("beforeprint", () => picture.fit(true, true));
  window.addEventListener("afterprint", () => picture.fit(false));
  picture.fit(false);
  document.body.dataset.ready = "yes";
})();

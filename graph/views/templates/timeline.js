// The timeline: the line of the day, what is in force on it, and which rows the lens and the level leave.
"use strict";
const Kind = ({ data, days, state, fill, measure }) => {
  const rows = new Map(data.rows.map((row) => [row.id, row]));
  const onPage = [...document.querySelectorAll("#picture > svg")];
  const twin = new Map([...document.querySelectorAll("tr[data-twin]")].map((row) => [row.dataset.twin, row]));
  const lanes = data.rows.some((row) => row.lane);
  let states = new Map();

  const day = (text) => Date.parse(`${text}T00:00:00Z`) / 864e5;
  const knots = data.scale.map(([text, share]) => [day(text), share]);
  const along = (when) => {
    const next = Math.max(1, knots.findIndex(([at]) => at >= when));
    const [[start, share], [end, most]] = when >= knots.at(-1)[0] ? knots.slice(-2) : knots.slice(next - 1, next + 1);
    return Math.min(1, Math.max(0, share + ((most - share) * (when - start)) / Math.max(end - start, 1)));
  };
  const open = (row) => !(row.contested && !state.contested) && !(row.planned && !state.planned) && (!state.choice || row.level === state.choice);
  const translate = (group, y) => group.setAttribute("transform", `translate(0 ${y})`);
  const show = (element, visible) => { if (visible) element.removeAttribute("display"); else element.setAttribute("display", "none"); };

  const paintOne = (svg) => {
    const frame = svg.querySelector("g.rows");
    const [left, right, begin, drawn] = ["left", "right", "begin", "bottom"].map((name) => Number(frame.dataset[name]));
    let y = begin;
    const levels = new Map([...frame.querySelectorAll("g.level")].map((group) => [group.dataset.level || "none", group]));
    const shownLevels = new Set([...rows.values()].filter((row) => row.drawn && open(row)).map((row) => row.level));
    for (const [level, group] of levels) show(group, shownLevels.has(level));
    for (const group of frame.querySelectorAll(":scope > g")) {
      const row = group.classList.contains("row") ? rows.get(group.dataset.row) : null;
      if (row) show(group, open(row));
      if (group.hasAttribute("display")) continue;
      translate(group, y);
      y += Number(group.dataset.high);
      if (!row) continue;
      const found = states.get(row.id);
      const [outline, face] = data.signs[found];
      const sign = group.querySelector("g.state path");
      sign.setAttribute("d", outline);
      sign.setAttribute("fill", face);
      for (const bar of group.querySelectorAll("g.bar")) bar.setAttribute("opacity", found === "ended" || found === "not-yet" ? "0.45" : "1");
      for (const moment of group.querySelectorAll("g.moment")) show(moment, moment.dataset.manner !== "planned" || state.planned);
      const link = group.querySelector("a[data-mark]");
      if (link) link.setAttribute("aria-label", `${row.lane ? `${row.lane}: ` : ""}${row.label}, ${data.words[`on-${found}`]}`);
    }
    const at = left + (right - left) * along(day(state.day));
    const today = svg.querySelector("g.today");
    const [line, words] = [today.querySelector("path"), today.querySelector("text")];
    words.textContent = fill(data.words.today, { day: state.day });
    const middle = Math.min(at, Number(today.dataset.width) - Number(today.dataset.room) / 2 - 2);
    words.setAttribute("x", middle.toFixed(1));
    line.setAttribute("d", `M${at.toFixed(1)} ${begin - 4}V${y}`);
    for (const year of svg.querySelectorAll("g.year")) {
      const path = year.querySelector("path");
      if (path) path.setAttribute("d", path.getAttribute("d").replace(/V[\d.]+$/, `V${y}`));
      const number = year.querySelector("g.number");
      const x = Number((year.getAttribute("transform") || "translate(0 0)").slice(10).split(" ")[0]);
      if (number) show(number, Math.abs(x - middle) > Number(number.dataset.room));
    }
    return y - drawn;
  };
  const heights = new Map(onPage.map((svg) => [svg, svg.viewBox.baseVal.height]));
  return {
    reckon: () => { states = new Map([...rows.values()].map((row) => [row.id, row.bounds.length ? days.inForce(row.bounds, state.day) : ""])); },
    paint: () => {
      for (const svg of onPage) svg.setAttribute("viewBox", `0 0 ${svg.viewBox.baseVal.width} ${heights.get(svg) + paintOne(svg)}`);
      for (const [id, row] of twin) {
        row.hidden = !open(rows.get(id));
        row.cells[lanes ? 5 : 4].textContent = data.words[`on-${states.get(id)}`];
      }
    },
    paintStill: paintOne,
    keys: () => null,
    holds: () => true,
    walk: "rows",
    said: () => {
      const counts = { certain: 0, possible: 0, ended: 0, "not-yet": 0 };
      for (const row of rows.values()) if (open(row) && states.get(row.id)) counts[states.get(row.id)] += 1;
      return fill(data.words.on, { day: days.inWords(state.day), ...counts, later: counts["not-yet"] });
    },
    evidence: (name) => {
      const row = rows.get(name);
      if (!row) return null;
      return { heading: row.lane ? `${row.lane}: ${row.label}` : row.label, lang: row.lane ? "" : row.lang, note: data.words[`on-${states.get(name)}`], groups: [{ record: `r-${name}`, words: "", claims: null }] };
    },
    lists: () => null,
  };
};

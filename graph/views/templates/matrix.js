// The matrix: numbers of what is shared, or parts by arrangement, in the table and in the still picture alike.
"use strict";
const Kind = ({ data, days, state, fill }) => {
  const parts = Parts(data, days, state);
  const byForce = data.by === "force";
  const rowsOf = byForce ? data.parties : data.things;
  const things = new Map(data.things.map((one) => [one.id, one]));
  const places = new Map(rowsOf.map((one, i) => [one.id, i]));
  const table = document.querySelector("table.matrix");
  const columnPlaces = new Map(data.parties.map((one, i) => [one.id, i]));
  const trs = [...table.tBodies[0].rows];
  const tds = trs.map((row) => [...row.cells].slice(1));
  const heads = [...table.tHead.rows[0].cells].slice(1);
  let cells = [];
  let drawn = 0;
  let highest = 0;

  const inOrder = () => (data.orders[state.choice] || data.orders[data.choice]).map((id) => places.get(id));
  const byLabel = (a, b) => things.get(a).label.localeCompare(things.get(b).label);
  const numbers = () => {
    const all = parts.taking("takes-part");
    cells = data.parties.map((one) => data.parties.map((other) => (one.known && other.known ? { known: true, fact: [], contested: [], planned: [] } : { known: false })));
    for (const [thing, parties] of all) {
      const here = [...parties].filter(([party]) => columnPlaces.has(party)).map(([party, one]) => [columnPlaces.get(party), one]);
      for (const [i, one] of here) for (const [j, other] of here) {
        if (cells[i][j].known) cells[i][j][["planned", "contested", "fact"].find((each) => each === one || each === other)].push(thing);
      }
    }
    highest = Math.max(0, ...cells.flatMap((row, i) => row.filter((_, j) => j !== i).map((cell) => (cell.known ? cell.fact.length : 0))));
    drawn = drawn || highest;
    highest = Math.max(highest, drawn);
    const scale = highest;
    cells.forEach((row, i) => row.forEach((cell, j) => {
      if (!cell.known) { Object.assign(cell, { look: "absent", sign: "", words: data.words.absent, badges: [] }); return; }
      const count = cell.fact.length;
      const [one, other] = [data.parties[i].label, data.parties[j].label];
      cell.look = i === j ? "alone" : `s${parts.step(count, scale)}`;
      cell.sign = `${count}`;
      cell.badges = ["contested", "planned"].filter((each) => cell[each].length);
      cell.words = fill(data.words[i === j ? "cell-alone" : "cell"], { count, one, other })
        + cell.badges.map((each) => fill(data.words[`and-${each}`], { count: cell[each].length })).join("");
    }));
  };
  const roles = () => {
    cells = data.things.map(() => data.parties.map(() => ({ parts: new Map() })));
    for (const claim of parts.claims) {
      const one = parts.stateOf(claim);
      if (!one || !claim.role || !columnPlaces.has(claim.party)) continue;
      const cell = cells[places.get(claim.thing)][columnPlaces.get(claim.party)];
      const before = cell.parts.get(claim.role);
      const found = parts.surest([one, before && before.state]);
      const stated = (one === found && claim.stated) || (before && before.state === found && before.stated);
      cell.parts.set(claim.role, { state: found, stated: Boolean(stated) });
    }
    const sign = (role, { state: one }) => (one === "contested" ? "?" : data.words[`sign-${role}`] || (one === "planned" ? "○" : "●"));
    const told = (role, { state: one, stated }) => `${data.words[role]}, ${one === "fact" ? data.words[stated ? "stated" : "inferred"] : data.words[one]}`;
    cells.forEach((row, i) => row.forEach((cell, j) => {
      const all = ["takes-part", "host", "served"].filter((role) => cell.parts.has(role)).map((role) => [role, cell.parts.get(role)]);
      const states = all.map(([, one]) => one.state);
      const fact = all.filter(([, one]) => one.state === "fact");
      cell.look = fact.length ? (fact.some(([, one]) => one.stated) ? "fact" : "sure") : states.includes("contested") ? "open" : states.length ? "plan" : "none";
      cell.sign = [...new Set(all.map(([role, one]) => sign(role, one)))].join(" ");
      cell.words = all.length ? fill(data.words.part, { party: data.parties[j].label, arrangement: data.things[i].label, parts: all.map(([role, one]) => told(role, one)).join("; ") }) : "";
      cell.badges = [];
    }));
  };
  const shown = (i) => byForce || cells[i].some((cell) => cell.sign);
  const startsNow = () => data.starts[data.orders[state.choice] ? state.choice : data.choice];

  const button = (td, cell, i, j) => {
    if (!byForce && !cell.sign) {
      td.className = `none${td.classList.contains("first") ? " first" : ""}`;
      td.replaceChildren();
      return;
    }
    td.className = `${cell.look}${td.classList.contains("first") ? " first" : ""}`;
    const mark = document.createElement("button");
    Object.assign(mark, { type: "button", className: "mark", textContent: cell.sign, tabIndex: -1 });
    mark.dataset.mark = `${i}:${j}`;
    mark.setAttribute("aria-label", cell.words);
    for (const each of cell.badges) {
      const badge = document.createElement("sup");
      Object.assign(badge, { className: each, textContent: each === "contested" ? "?" : "○" });
      mark.append(badge);
    }
    td.replaceChildren(mark);
  };
  const paintTable = () => {
    const [order, rules] = [inOrder(), startsNow()];
    order.forEach((i, at) => {
      trs[i].hidden = !shown(i);
      trs[i].classList.toggle("first", byForce && rules[at]);
      table.tBodies[0].append(trs[i]);
    });
    const columns = byForce ? order : data.parties.map((_, j) => j);
    columns.forEach((j, at) => {
      heads[j].classList.toggle("first", rules[at]);
      table.tHead.rows[0].append(heads[j]);
      for (const i of order) { tds[i][j].classList.toggle("first", rules[at]); trs[i].append(tds[i][j]); }
    });
    cells.forEach((row, i) => row.forEach((cell, j) => button(tds[i][j], cell, i, j)));
  };
  const paintCell = (group, cell) => {
    const rect = group.querySelector("rect");
    const text = group.querySelector("text.value");
    if (cell.look === "absent") return;
    const [face, edge] = cell.look === "alone" ? ["#f1f3f5", "none"] : byForce ? [data.shades[cell.look.slice(1)][0], cell.look === "s0" ? data.line : "none"] : data.looks[cell.look];
    rect.setAttribute("fill", face);
    rect.setAttribute("stroke", edge);
    rect.setAttribute("stroke-width", byForce ? "1" : "1.5");
    text.textContent = cell.sign;
    if (byForce) text.setAttribute("fill", cell.look === "alone" ? data.shades[0][1] : data.shades[cell.look.slice(1)][1]);
    for (const each of ["contested", "planned"]) {
      const badge = group.querySelector(`.badge-${each}`);
      if (badge && cell.badges.includes(each)) badge.removeAttribute("display");
      else if (badge) badge.setAttribute("display", "none");
    }
  };
  // Returns how much lower the picture ends than it did as drawn, px.
  const paintStill = (svg) => {
    const grid = svg.querySelector("g.grid");
    const [left, top, across, high] = ["left", "top", "across", "high"].map((name) => Number(grid.dataset[name]));
    const order = inOrder();
    const columns = byForce ? order : data.parties.map((_, j) => j);
    const at = new Map(columns.map((j, place) => [j, place]));
    for (const head of grid.querySelectorAll("g.head")) head.setAttribute("transform", `translate(${left + at.get(Number(head.dataset.column)) * across} 0)`);
    const rows = new Map([...grid.querySelectorAll("g.row")].map((row) => [Number(row.dataset.row), row]));
    const before = [...rows.values()].filter((row) => !row.hasAttribute("display")).length;
    let place = 0;
    for (const i of order) {
      const row = rows.get(i);
      if (!shown(i)) { row.remove(); continue; }
      row.removeAttribute("display");
      row.setAttribute("transform", `translate(0 ${top + place * high})`);
      for (const group of row.querySelectorAll("g.cell")) {
        const j = Number(group.dataset.column);
        group.setAttribute("transform", `translate(${left + at.get(j) * across} 0)`);
        paintCell(group, cells[i][j]);
      }
      place += 1;
    }
    const rules = grid.querySelector("g.rules");
    const [end, right] = [top + high * place, left + across * columns.length];
    const line = (d) => {
      const path = svg.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "path");
      for (const [name, value] of Object.entries({ d, fill: "none", stroke: "#4a5763", "stroke-width": "1.5" })) path.setAttribute(name, value);
      rules.append(path);
    };
    rules.replaceChildren();
    startsNow().forEach((first, i) => {
      if (!first) return;
      line(`M${left + i * across - 0.5} ${top - 8}V${end}`);
      if (byForce) line(`M${left - 8} ${top + i * high - 0.5}H${right}`);
    });
    return (place - before) * high;
  };
  const keys = () => {
    if (!byForce) return null;
    const found = new Map([["alone", ""], ["absent", ""]]);
    for (const [at, count] of parts.steps(highest)) found.set(`s${at}`, at ? fill(data.words["key-shared"], { count }) : "");
    for (const each of ["contested", "planned"]) if (cells.some((row) => row.some((cell) => cell.known && cell[each].length))) found.set(`more-${each}`, "");
    return found;
  };
  const counted = (cell) => ["fact", "contested", "planned"].flatMap((one) => cell[one].slice().sort(byLabel).map((thing) => [thing, one]));
  const group = (thing, one, party) => ({
    record: `r-${thing}`, words: one === "fact" ? "" : data.words[one],
    claims: new Set(parts.claims.filter((claim) => claim.thing === thing && (!byForce || claim.role === "takes-part") && party(claim.party) && parts.stateOf(claim)).map((claim) => claim.id)),
  });
  const heading = (i, j) => (i === j ? fill(data.words.alone, { one: data.parties[i].label }) : fill(data.words.pair, { one: data.parties[i].label, other: data.parties[j].label }));
  return {
    reckon: byForce ? numbers : roles,
    paint: paintTable, paintStill, keys,
    holds: (id) => { const claim = parts.byId.get(id); return !claim || Boolean(parts.stateOf(claim) && (!byForce || claim.role === "takes-part")); },
    walk: "grid",
    said: () => {
      const day = days.inWords(state.day);
      if (!byForce) return fill(data.words.on, { day, things: cells.filter((row) => row.some((cell) => cell.sign)).length, parts: cells.flat().reduce((sum, cell) => sum + cell.parts.size, 0) });
      const counts = new Set(cells.flat().flatMap((cell) => (cell.known ? cell.fact : [])));
      const pairs = cells.flatMap((row, i) => row.filter((cell, j) => j > i && cell.known && cell.fact.length)).length;
      return fill(data.words.on, { day, things: counts.size, pairs });
    },
    evidence: (name) => {
      const [i, j] = name.split(":").map(Number);
      const cell = cells[i] && cells[i][j];
      if (!cell) return null;
      if (!byForce) return { heading: fill("{one}, {other}", { one: data.things[i].label, other: data.parties[j].label }), note: cell.words, groups: cell.sign ? [group(data.things[i].id, "fact", (party) => party === data.parties[j].id)] : [] };
      const ends = new Set([data.parties[i].id, data.parties[j].id]);
      return { heading: heading(i, j), note: cell.words, groups: cell.known ? counted(cell).map(([thing, one]) => group(thing, one, (party) => ends.has(party))) : [] };
    },
    lists: () => {
      if (!byForce) return null;
      const found = [];
      data.parties.forEach((_, i) => data.parties.forEach((__, j) => {
        if (j < i || (j > i && !data.pairs) || !cells[i][j].known) return;
        const entries = counted(cells[i][j]).map(([thing, one]) => ({ record: `r-${thing}`, words: one === "fact" ? "" : data.words[one] }));
        if (entries.length) found.push({ anchor: i === j ? `p${i}` : `p${i}-${j}`, alone: i === j, heading: heading(i, j), count: cells[i][j].fact.length, entries });
      }));
      return found.sort((a, b) => a.alone - b.alone || b.count - a.count);
    },
  };
};

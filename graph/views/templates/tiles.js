// The map: a number or a part on each tile, in the pictures of the page and in the still one alike.
"use strict";
const Kind = ({ data, days, state, fill, measure }) => {
  const parts = Parts(data, days, state);
  const things = new Map(data.things.map((one) => [one.id, one]));
  const drawn = new Map();
  let found = new Map();
  let most = 0;

  const thing = () => (state.choice.startsWith("thing:") ? state.choice.slice(6) : "");
  const kinds = (claims) => parts.surest(claims.map(parts.stateOf));
  const inOne = (name) => {
    const about = parts.claims.filter((claim) => claim.thing === name && claim.role);
    const groups = new Map(about.filter((claim) => parts.stateOf(claim) === "fact").map((claim) => [claim.party, claim]));
    for (const tile of data.parties) {
      if (!tile.known) { found.set(tile.id, { look: "absent", words: data.words.absent, claims: [] }); continue; }
      const own = about.filter((claim) => claim.party === tile.id && parts.stateOf(claim));
      const one = kinds(own);
      const through = one ? [] : data.members.filter((claim) => claim.party === tile.id && groups.has(claim.thing) && parts.stateOf(claim) === "fact");
      const look = one || (through.length ? "group" : "not-named");
      const roles = ["takes-part", "host", "served"].filter((role) => own.some((claim) => claim.role === role && parts.stateOf(claim) === one));
      const said = roles.map((role) => data.words[role]).join(", ");
      const words = one === "fact" ? said : one ? `${said}, ${data.words[one]}` : data.words[look];
      found.set(tile.id, { look, value: one === "fact" ? said : data.words[look], words, contested: one === "contested", planned: one === "planned", claims: [...own, ...through.flatMap((claim) => [groups.get(claim.thing), claim])] });
    }
    most = 0;
  };
  const counts = (value) => {
    const all = parts.taking(value === "hosting" ? "host" : "takes-part");
    for (const tile of data.parties) {
      if (!tile.known) { found.set(tile.id, { look: "absent", words: data.words.absent, claims: [] }); continue; }
      const sets = { fact: [], contested: [], planned: [] };
      for (const [name, parties] of all) {
        if (parties.has(tile.id) && !(value === "local" && things.get(name).national)) sets[parties.get(tile.id)].push(name);
      }
      const others = new Set();
      if (value === "partners") {
        for (const name of sets.fact) for (const [party, one] of all.get(name)) if (one === "fact" && party !== tile.id && data.parties.some((each) => each.id === party)) others.add(party);
      }
      const count = value === "partners" ? others.size : sets.fact.length;
      const marks = value === "partners" ? [] : ["contested", "planned"].filter((one) => sets[one].length);
      const words = [`${count}`, ...marks.map((one) => fill(data.words[`and-${one}`], { count: sets[one].length }))].join("; ");
      found.set(tile.id, { count, sets, words, value: `${count}`, contested: marks.includes("contested"), planned: marks.includes("planned") });
    }
    const now = Math.max(0, ...[...found.values()].map((one) => one.count || 0));
    if (!drawn.has(value)) drawn.set(value, now);
    most = Math.max(now, drawn.get(value));
    for (const one of found.values()) if (one.look !== "absent") one.look = `s${parts.step(one.count, most)}`;
  };
  const sentence = (tile) => {
    const one = found.get(tile.id);
    if (one.look === "absent" || thing()) return fill(data.words["say-part"], { force: tile.label, part: one.words });
    return fill(data.words[state.choice === "partners" ? "say-partners" : "say-count"], { force: tile.label, count: one.words });
  };
  const paintOne = (root) => {
    const tiles = new Map([...root.querySelectorAll("[data-mark]")].map((tile) => [tile.dataset.mark, tile]));
    for (const tile of data.parties) {
      const group = tiles.get(tile.id);
      const one = found.get(tile.id);
      const title = group.querySelector("title");
      if (title) title.textContent = sentence(tile); else group.setAttribute("aria-label", sentence(tile));
      if (one.look === "absent") continue;
      const [face, ink, edge, dash] = data.looks[one.look];
      const rect = group.querySelector("rect.hit");
      rect.setAttribute("fill", face);
      rect.setAttribute("stroke", edge);
      if (dash) rect.setAttribute("stroke-dasharray", dash); else rect.removeAttribute("stroke-dasharray");
      for (const text of group.querySelectorAll("text.ink")) text.setAttribute("fill", ink);
      const value = group.querySelector("text.value");
      const room = Number(rect.getAttribute("width")) - 4;
      const narrow = room < 70;
      const size = thing() ? (narrow ? 10 : 11.5) : narrow ? 13 : 16;
      const fits = !thing() || (!narrow && measure(one.value, size, "bold") < room);
      value.textContent = fits ? one.value : one.look === "fact" ? "✓" : "";
      value.setAttribute("fill", ink);
      value.setAttribute("font-size", size);
      for (const each of ["contested", "planned"]) {
        const badge = group.querySelector(`.badge-${each}`);
        if (one[each]) badge.removeAttribute("display"); else badge.setAttribute("display", "none");
      }
    }
  };
  const onPage = [...document.querySelectorAll("#picture > svg")];
  const rows = new Map([...document.querySelectorAll("tr[data-twin]")].map((row) => [row.dataset.twin, row]));
  const head = document.querySelector(".twin thead th:nth-child(2)");
  const group = (name, one, ok) => ({ record: `r-${name}`, words: one === "fact" ? "" : data.words[one], claims: new Set(parts.claims.filter((claim) => claim.thing === name && ok(claim) && parts.stateOf(claim)).map((claim) => claim.id)) });
  const counted = (one) => ["fact", "contested", "planned"].flatMap((each) => one.sets[each].slice().sort((a, b) => things.get(a).label.localeCompare(things.get(b).label)).map((name) => [name, each]));
  return {
    reckon: () => { found = new Map(); if (thing()) inOne(thing()); else counts(state.choice); },
    paint: () => {
      for (const svg of onPage) paintOne(svg);
      head.textContent = data.words[thing() ? "part" : state.choice === "partners" ? "partners" : "number"];
      for (const tile of data.parties) {
        const cell = rows.get(tile.id).cells[1];
        cell.textContent = found.get(tile.id).words;
      }
    },
    paintStill: (svg) => { paintOne(svg); return 0; },
    keys: () => {
      const all = [...found.values()];
      const shown = new Map(all.some((one) => one.look === "absent") ? [["absent", ""]] : []);
      if (thing()) { for (const one of all) shown.set(one.look, ""); return shown; }
      const partners = state.choice === "partners";
      for (const [at, count] of parts.steps(most)) shown.set(`s${at}`, at ? fill(data.words[partners ? "key-partners" : "key-count"], { count }) : "");
      for (const each of ["contested", "planned"]) if (all.some((one) => one[each])) shown.set(`more-${each}`, "");
      return shown;
    },
    holds: (id) => { const claim = parts.byId.get(id); return !claim || Boolean(parts.stateOf(claim)); },
    walk: "plane",
    said: () => {
      const day = days.inWords(state.day);
      const all = [...found.values()];
      if (thing()) return fill(data.words["on-thing"], { day, forces: all.filter((one) => one.look === "fact").length });
      return fill(data.words[state.choice === "partners" ? "on-partners" : "on"], { day, forces: all.filter((one) => one.count).length, most: Math.max(0, ...all.map((one) => one.count || 0)) });
    },
    evidence: (name) => {
      const tile = data.parties.find((one) => one.id === name);
      const one = tile && found.get(name);
      if (!one) return null;
      const heading = tile.label;
      if (one.look === "absent") return { heading, lang: tile.lang, note: one.words, groups: [] };
      if (thing()) return { heading, lang: tile.lang, note: one.words, groups: [...new Set(one.claims.map((claim) => claim.thing))].map((each) => ({ record: `r-${each}`, words: "", claims: new Set(one.claims.map((claim) => claim.id)) })) };
      const role = state.choice === "hosting" ? "host" : "takes-part";
      return { heading, lang: tile.lang, note: sentence(tile), groups: counted(one).map(([each, how]) => group(each, how, (claim) => claim.party === name && claim.role === role)) };
    },
    lists: () => {
      const listed = [];
      for (const tile of data.parties) {
        const one = found.get(tile.id);
        if (one.look === "absent") continue;
        const entries = thing() ? (one.claims.length ? [{ record: `r-${thing()}`, words: one.words }] : []) : counted(one).map(([name, how]) => ({ record: `r-${name}`, words: how === "fact" ? "" : data.words[how] }));
        if (entries.length) listed.push({ anchor: `t-${tile.id}`, lang: tile.lang, heading: tile.label, count: one.words, size: one.count || 0, entries });
      }
      return listed.sort((a, b) => b.size - a.size || a.heading.localeCompare(b.heading));
    },
  };
};

// What holds on a day under a lens, what is hidden, and the address that restores it. Knows no picture.
"use strict";
const State = (data, days) => {
  const lines = Object.values(data.lines);
  const initial = () => ({ day: data.day, contested: true, planned: true, off: new Set(), pick: "", query: "" });
  const state = initial();
  if (data.oneMode) Object.assign(state, { contested: data.lens.contested, planned: data.lens.planned });
  const standard = { contested: state.contested, planned: state.planned };

  // How surely a claim holds on the day under the lens: "certain", "possible", or "" for not at all. A plan is shown until it is past.
  const holds = (claim) => {
    if ((claim.standing === "contested" && !state.contested) || (claim.modality === "planned" && !state.planned)) return "";
    const found = days.inForce(claim.bounds, state.day);
    if (found === "ended") return "";
    if (found === "not-yet") return claim.modality === "planned" && !data.oneMode ? "possible" : "";
    return found;
  };
  const off = (group, word) => state.off.has(`${group}:${word}`);
  const tieHolds = (tie) => {
    const sides = new Map();
    for (const claim of tie.claims) {
      const found = off("manner", claim.grade) ? "" : holds(claim);
      const before = sides.get(claim.party) || "";
      sides.set(claim.party, before === "certain" || found === "certain" ? "certain" : before || found);
    }
    const found = [...sides.values()];
    return found.includes("") || off("level", tie.level) ? "" : found.includes("possible") ? "possible" : "certain";
  };
  // What the boxes say of their boards: "none-stated", "class-level" where only statements that are not drawn say more, or
  // how many bodies stand above them, if several.
  const marks = (force) => {
    const found = new Map();
    if (!data.marks) return found;
    const above = new Map();
    for (const line of data.parents ? lines : []) {
      if (line.upward && force.get(line.id)) above.set(line.from, (above.get(line.from) || new Set()).add(line.to));
    }
    for (const [id, boards] of above) if (boards.size > 1) found.set(id, boards.size);
    for (const [id, thing] of Object.entries(data.things)) {
      if (!thing.governed) continue;
      const drawn = lines.filter((line) => line.from === id && line.governs && force.get(line.id));
      if (drawn.length) continue;
      const word = thing.unseen.some((claim) => holds(claim)) ? "class-level" : "none-stated";
      if (data.marks[word]) found.set(id, word);
    }
    return found;
  };
  // In how many arrangements each organisation takes part.
  const alone = () => new Map(Object.entries(data.things).filter(([, thing]) => thing.takes.length).map(([id, thing]) => {
    const held = thing.takes.filter((one) => holds(one) && !off("manner", one.grade) && !off("level", one.level));
    return [id, new Set(held.map((one) => one.arrangement)).size];
  }));
  // Works out, for the state as it is: how each line holds, how many ties count, which lines and things are hidden.
  const reckon = () => {
    const hiddenThings = new Set(Object.keys(data.things).filter((id) => off("kind", data.things[id].kind) || (!data.oneMode && off("level", data.things[id].level))));
    const hiddenLines = new Set();
    const force = new Map();
    const numbers = new Map();
    const joined = new Map();
    for (const line of lines) {
      let found = "";
      if (line.number === null) found = holds(line);
      else {
        const ties = line.ties.map(tieHolds).filter((one) => one && !off("force", one));
        numbers.set(line.id, ties.length);
        found = ties.length ? (ties.includes("certain") ? "certain" : "possible") : "";
      }
      force.set(line.id, found);
      for (const end of [line.from, line.to]) joined.set(end, joined.get(end) || Boolean(found));
      if (!found || (line.number === null && (off("manner", line.grade) || off("force", found))) || hiddenThings.has(line.from) || hiddenThings.has(line.to)) hiddenLines.add(line.id);
    }
    for (const [id, any] of joined) if (!any) hiddenThings.add(id);
    return { hiddenThings, hiddenLines, force, numbers, marks: marks(force), alone: alone() };
  };

  const changed = () => state.day !== data.day || state.contested !== standard.contested || state.planned !== standard.planned || state.off.size > 0;
  const write = () => {
    const parts = new URLSearchParams();
    if (state.day !== data.day) parts.set("day", state.day);
    for (const name of ["contested", "planned"]) if (state[name] !== standard[name]) parts.set(name, state[name] ? "1" : "0");
    if (state.off.size) parts.set("off", [...state.off].sort().join(" "));
    if (state.pick) parts.set("pick", state.pick);
    if (state.query) parts.set("find", state.query);
    const text = parts.toString();
    try {
      history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
    } catch { /* a page inside a notebook has no address of its own */ }
  };
  // Takes over what the address says; what it does not know is left alone.
  const read = () => {
    const text = location.hash.slice(1);
    if (!text.includes("=")) return false;
    const parts = new URLSearchParams(text);
    const day = parts.get("day");
    if (day && days.isDay(day)) state.day = day;
    for (const name of ["contested", "planned"]) if (parts.has(name)) state[name] = parts.get(name) === "1";
    state.off = new Set((parts.get("off") || "").split(" ").filter(Boolean));
    state.pick = parts.get("pick") || "";
    state.query = parts.get("find") || "";
    return true;
  };
  const reset = () => Object.assign(state, initial(), standard);
  return { state, reckon, holds, tieHolds, changed, write, read, reset };
};

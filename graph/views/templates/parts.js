// Who has which part in what, on a day under a lens: the rule of analysis/claims.py, for any day and lens.
"use strict";
const Parts = (data, days, state) => {
  const SURE = ["fact", "contested", "planned"];
  // "fact", "contested" or "planned" as the picture counts and marks a claim; "" for one it leaves out.
  const stateOf = (claim) => {
    const found = days.inForce(claim.bounds, state.day);
    const counts = claim.standing === "contested" ? state.contested : data.standing.includes(claim.standing);
    if (found === "ended") return "";
    if (claim.modality === "planned" && (found === "not-yet" || !state.planned)) return counts ? "planned" : "";
    if (found === "not-yet") return "";
    return counts ? "fact" : claim.standing === "contested" ? "contested" : "";
  };
  const surest = (states) => SURE.find((one) => states.includes(one)) || "";
  const claims = data.claims || [];
  const byId = new Map([...claims, ...(data.members || [])].map((claim) => [claim.id, claim]));
  // Things, each with its parties and the surest state of their part in it.
  const taking = (role) => {
    const found = new Map();
    for (const claim of claims) {
      if (claim.role !== role) continue;
      const one = stateOf(claim);
      if (!one) continue;
      if (!found.has(claim.thing)) found.set(claim.thing, new Map());
      const parties = found.get(claim.thing);
      parties.set(claim.party, surest([one, parties.get(claim.party)]));
    }
    return found;
  };
  // What two parties have in common, or one alone: things counted, and those to which it is only contested or planned.
  const common = (all, one, other) => {
    const found = { fact: [], contested: [], planned: [] };
    for (const [thing, parties] of all) {
      const states = [parties.get(one), parties.get(other)];
      if (states[0] && states[1]) found[["planned", "contested", "fact"].find((each) => states.includes(each))].push(thing);
    }
    return found;
  };
  const step = (count, most) => (count <= 0 ? 0 : most <= 5 ? Math.min(count, 5) : Math.ceil((5 * count) / most));
  // The counts that each step of the shades stands for, as [step, "3–4"].
  const steps = (most) => {
    const found = new Map();
    for (let count = 0; count <= most; count += 1) {
      const at = step(count, most);
      found.set(at, found.has(at) ? [found.get(at)[0], count] : [count, count]);
    }
    return new Map([...found].map(([at, [first, last]]) => [at, first === last ? `${first}` : `${first}–${last}`]));
  };
  return { stateOf, surest, taking, common, step, steps, claims, byId };
};

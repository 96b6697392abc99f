// The canvas: boxes and lines at the places computed beforehand. vis-network holds the model, moves and finds boxes.
"use strict";
const Picture = (holder, data) => {
  const RADIUS = 5;
  const outlines = {};
  for (const [id, thing] of Object.entries(data.things)) outlines[id] = new Path2D(thing.path);
  const state = { near: null, lit: null, chosen: null, hiddenThings: new Set(), hiddenLines: new Set(), force: new Map(), numbers: new Map(), marks: new Map(), alone: new Map() };
  const shown = (id) => !state.hiddenLines.has(id);

  // Lines of one style share legs: each leg is drawn once, or dashes would fill up.
  const collect = (ids) => {
    const inks = new Map();
    for (const id of ids) {
      const line = data.lines[id];
      const key = `${line.colour}|${line.width}|${line.dash}|${line.style}`;
      if (!inks.has(key)) inks.set(key, { line, legs: new Map(), bends: new Map(), heads: new Map() });
      follow(line, inks.get(key));
    }
    return inks;
  };
  const follow = (line, ink) => {
    const points = line.points;
    const reach = points.slice(1).map((p, i) => Math.abs(p[0] - points[i][0]) + Math.abs(p[1] - points[i][1]));
    for (let i = 0; i + 1 < points.length; i += 1) {
      const [a, b] = [points[i], points[i + 1]];
      const level = a[1] === b[1];
      const sign = Math.sign(level ? b[0] - a[0] : b[1] - a[1]);
      const before = i > 0 ? Math.min(RADIUS, reach[i - 1] / 2, reach[i] / 2) : 0;
      const last = i + 2 === points.length;
      const after = last ? (line.head === "full" || line.head === "bar" ? 5 : 0) : Math.min(RADIUS, reach[i + 1] / 2, reach[i] / 2);
      const [from, to] = level ? [a[0] + sign * before, b[0] - sign * after] : [a[1] + sign * before, b[1] - sign * after];
      const key = level ? `h${a[1]}` : `v${a[0]}`;
      if (!ink.legs.has(key)) ink.legs.set(key, { level, at: level ? a[1] : a[0], spans: [] });
      ink.legs.get(key).spans.push([Math.min(from, to), Math.max(from, to)]);
      if (!last) {
        const c = points[i + 2];
        const r = after;
        const start = level ? [b[0] - sign * r, b[1]] : [b[0], b[1] - sign * r];
        const end = level ? [b[0], b[1] + Math.sign(c[1] - b[1]) * r] : [b[0] + Math.sign(c[0] - b[0]) * r, b[1]];
        ink.bends.set([...start, ...end].join(), { start, corner: b, end });
      } else {
        ink.heads.set(b.join(), { tip: b, down: sign, head: line.head });
      }
    }
  };
  const merged = (spans) => {
    const sorted = spans.slice().sort((a, b) => a[0] - b[0]);
    const out = [];
    for (const [low, high] of sorted) {
      if (out.length && low <= out[out.length - 1][1] + 0.2) out[out.length - 1][1] = Math.max(out[out.length - 1][1], high);
      else out.push([low, high]);
    }
    return out;
  };
  const head = (ctx, { tip: [x, y], down, head: shape }) => {
    ctx.beginPath();
    if (shape === "open") {
      ctx.moveTo(x - 4, y - 7 * down); ctx.lineTo(x, y - down); ctx.lineTo(x + 4, y - 7 * down); ctx.stroke();
      return;
    }
    if (shape === "diamond") {
      ctx.moveTo(x, y); ctx.lineTo(x - 4, y - 5 * down); ctx.lineTo(x, y - 10 * down); ctx.lineTo(x + 4, y - 5 * down);
    } else {
      ctx.moveTo(x, y); ctx.lineTo(x - 4, y - 8 * down); ctx.lineTo(x + 4, y - 8 * down);
    }
    ctx.closePath(); ctx.fill();
    if (shape === "bar") ctx.fillRect(x - 5, y - 11 * down - 0.9, 10, 1.8);
  };
  // A line that counts: a curve as wide as its number, and the number on it.
  const number = (id) => (state.numbers.has(id) ? state.numbers.get(id) : data.lines[id].number);
  const thickness = (id) => Math.min(1 + 0.9 * number(id), 9);
  const drawCurves = (ctx, ids, strength, extra) => {
    for (const id of ids) {
      const { points: [a, b, c], colour } = data.lines[id];
      ctx.save();
      ctx.globalAlpha = strength * (extra ? 1 : 0.8);
      ctx.strokeStyle = colour; ctx.lineWidth = thickness(id) + extra;
      ctx.beginPath(); ctx.moveTo(...a); ctx.quadraticCurveTo(...b, ...c); ctx.stroke();
      ctx.restore();
    }
    if (strength < 1) return;
    for (const id of ids) {
      const { place: [x, y], colour, quiet } = data.lines[id];
      if (quiet && !extra) continue;
      const half = 5 + 3.4 * String(number(id)).length;
      ctx.save();
      ctx.beginPath(); ctx.roundRect(x - half, y - 9, 2 * half, 18, 9);
      ctx.fillStyle = "#ffffff"; ctx.fill(); ctx.strokeStyle = colour; ctx.lineWidth = 1; ctx.stroke();
      ctx.fillStyle = "#14202b"; ctx.font = `bold 12px ${data.font}`; ctx.textAlign = "center"; ctx.textBaseline = "middle";
      ctx.fillText(String(number(id)), x, y + 0.5);
      ctx.restore();
    }
  };
  const drawLines = (ctx, all, strength, extra) => {
    const ids = all.filter((id) => !data.lines[id].bent);
    drawCurves(ctx, all.filter((id) => data.lines[id].bent), strength, extra);
    for (const { line, legs, bends, heads } of collect(ids).values()) {
      ctx.save();
      ctx.globalAlpha = strength;
      ctx.strokeStyle = ctx.fillStyle = line.colour;
      ctx.lineWidth = line.width + extra;
      ctx.setLineDash(line.dash);
      for (const leg of legs.values()) {
        for (const [low, high] of merged(leg.spans)) {
          ctx.beginPath();
          if (leg.level) { ctx.moveTo(low, leg.at); ctx.lineTo(high, leg.at); } else { ctx.moveTo(leg.at, low); ctx.lineTo(leg.at, high); }
          ctx.stroke();
        }
      }
      ctx.setLineDash([]);
      for (const { start, corner, end } of bends.values()) {
        ctx.beginPath(); ctx.moveTo(...start); ctx.quadraticCurveTo(...corner, ...end); ctx.stroke();
      }
      for (const each of heads.values()) head(ctx, each);
      ctx.restore();
    }
    for (const id of ids) {
      const line = data.lines[id];
      if (line.badge) badge(ctx, line, strength);
    }
  };
  // What lines are, in words or by a letter of the key, for as long as one of them is shown.
  const drawLabels = (ctx) => {
    for (const { x, y, text, letter, lines } of data.labels) {
      const visible = lines.filter(shown);
      if (!visible.length || (state.lit && !visible.some((id) => state.lit.has(id)))) continue;
      ctx.save();
      ctx.font = `${letter ? "bold " : ""}10px ${data.font}`; ctx.textAlign = "center"; ctx.textBaseline = "middle";
      ctx.lineJoin = "round"; ctx.lineWidth = 3; ctx.strokeStyle = "#ffffff"; ctx.strokeText(text, x, y + 0.5);
      ctx.fillStyle = data.lines[visible[0]].colour; ctx.fillText(text, x, y + 0.5);
      ctx.restore();
    }
  };
  const badge = (ctx, line, strength) => {
    const [x, y] = line.place;
    ctx.save();
    ctx.globalAlpha = strength;
    ctx.beginPath(); ctx.arc(x, y, 7, 0, 7);
    ctx.fillStyle = line.badge === "?" ? "#b3161b" : "#ffffff"; ctx.fill();
    ctx.lineWidth = 1.4; ctx.strokeStyle = line.badge === "?" ? "#ffffff" : "#33414d"; ctx.stroke();
    ctx.fillStyle = line.badge === "?" ? "#ffffff" : "#33414d";
    ctx.font = `bold 11px ${data.font}`; ctx.textAlign = "center"; ctx.textBaseline = "middle";
    ctx.fillText(line.badge, x, y + 0.5);
    ctx.restore();
  };
  const drawBands = (ctx) => {
    data.bands.forEach(([top, bottom, lines], i) => {
      ctx.fillStyle = i % 2 ? "#ffffff" : "#f7f9fa";
      ctx.fillRect(-3000, top, data.width + 6000, bottom - top);
      ctx.fillStyle = "#4a5763"; ctx.font = `bold 12px ${data.font}`; ctx.textAlign = "left"; ctx.textBaseline = "middle";
      lines.forEach((text, n) => ctx.fillText(text, 8, (top + bottom) / 2 + (n - (lines.length - 1) / 2) * 14));
    });
  };
  const write = (ctx, text, x, y, font, size, room) => {
    ctx.font = `${font} ${size}px ${data.font}`;
    const wide = ctx.measureText(text).width;
    if (wide > room) ctx.font = `${font} ${size * room / wide}px ${data.font}`;
    ctx.fillText(text, x, y);
  };
  // What a box says under its label as things stand; where it was drawn without room for words, a sign of the key.
  const mark = (id) => {
    const thing = data.things[id];
    if (state.alone.has(id)) return { lines: thing.mark.length ? [data.alone(state.alone.get(id))] : [], sign: "" };
    if (!data.marks) return { lines: thing.mark, sign: "" };
    const word = state.marks.get(id);
    if (!word) return { lines: [], sign: "" };
    const lines = typeof word === "number" ? [data.above(word)] : data.marks[word];
    if (lines.length <= thing.mark.length) return { lines, sign: "" };
    return { lines: [], sign: typeof word === "number" ? String(word) : word === "none-stated" ? data.words["mark.sign"] : "…" };
  };
  const drawBox = (ctx, id) => {
    const thing = data.things[id];
    const { x, y, w } = thing;
    ctx.save();
    const dim = state.near && !state.near.has(id);
    ctx.globalAlpha = dim ? 0.28 : 1;
    ctx.translate(x, y);
    if (state.chosen === id) { ctx.strokeStyle = "#f0a400"; ctx.lineWidth = thing.weight + 7; ctx.stroke(outlines[id]); }
    ctx.fillStyle = "#ffffff"; ctx.fill(outlines[id]);
    ctx.fillStyle = thing.fill; ctx.fill(outlines[id]);
    ctx.strokeStyle = thing.border; ctx.lineWidth = thing.weight; ctx.setLineDash(thing.dash); ctx.stroke(outlines[id]);
    ctx.setLineDash([]);
    ctx.fillStyle = dim ? "#14202b" : thing.text; ctx.textAlign = "center"; ctx.textBaseline = "middle"; ctx.direction = "ltr";
    const tall = thing.lines.length * 14 + (thing.mark.length ? thing.mark.length * 13 + 3 : 0);
    let at = -tall / 2 + 7.5;
    for (const text of thing.lines) { write(ctx, text, 0, at, thing.focus ? "bold" : "normal", 12, w - 6); at += 14; }
    at += 2;
    ctx.fillStyle = dim ? "#14202b" : thing.mark_text;
    const { lines, sign } = mark(id);
    for (const text of lines) { write(ctx, text, 0, at, "italic", 12, w - 6); at += 13; }
    if (sign) {
      ctx.beginPath(); ctx.arc(w / 2 - 4, -thing.h / 2 + 2, 7, 0, 7);
      ctx.fillStyle = "#ffffff"; ctx.fill(); ctx.lineWidth = 1.4; ctx.strokeStyle = "#8a2a12"; ctx.stroke();
      ctx.fillStyle = "#8a2a12"; ctx.font = `bold 11px ${data.font}`;
      ctx.fillText(sign, w / 2 - 4, -thing.h / 2 + 2.5);
    }
    ctx.restore();
  };

  const ids = Object.keys(data.lines);
  const nodes = new vis.DataSet(data.nodes);
  const network = new vis.Network(holder, { nodes, edges: new vis.DataSet(data.edges) }, {
    physics: false, layout: { improvedLayout: false }, edges: { smooth: false },
    nodes: { ctxRenderer: ({ ctx, id }) => ({ drawNode: () => drawBox(ctx, id), nodeDimensions: { width: data.things[id].w, height: data.things[id].h } }) },
    interaction: { zoomView: false, dragNodes: false, hover: false, selectConnectedEdges: false, selectable: false, keyboard: { enabled: false } },
  });
  for (const each of holder.querySelectorAll("[tabindex]")) each.removeAttribute("tabindex");
  network.on("beforeDrawing", (ctx) => {
    drawBands(ctx);
    const visible = ids.filter(shown);
    if (state.lit) {
      drawLines(ctx, visible.filter((id) => !state.lit.has(id)), 0.1, 0);
      drawLines(ctx, visible.filter((id) => state.lit.has(id)), 1, 0.8);
    } else drawLines(ctx, visible, 1, 0);
    drawLabels(ctx);
  });

  const natural = () => {
    const above = holder.getBoundingClientRect().top - document.getElementById("whole").getBoundingClientRect().top;
    const below = document.fullscreenElement ? window.innerHeight - above - 8 : window.innerHeight - holder.getBoundingClientRect().top - window.scrollY - 6;
    return Math.min(1.25, holder.clientWidth / data.width, Math.max(0.92, below / data.height));
  };
  const centre = { x: data.width / 2, y: data.height / 2 };
  // Where most lines meet: what to look at first in a picture too large to see whole.
  const busiest = () => {
    const count = new Map();
    for (const id of ids.filter(shown)) for (const end of [data.lines[id].from, data.lines[id].to]) count.set(end, (count.get(end) || 0) + 1);
    const most = [...count].sort((a, b) => b[1] - a[1])[0];
    return most ? data.things[most[0]] : { x: 0, y: 0 };
  };
  // A narrow window starts with a readable part of the picture, around its focus; paper always gets the whole.
  const READABLE = 0.92;
  const fit = (whole) => {
    const narrow = holder.clientWidth / data.width < (holder.clientWidth > 900 ? 0.5 : 0.8);
    const scale = natural();
    const height = Math.ceil(narrow ? Math.min(window.innerHeight * 0.68, data.height * READABLE) : data.height * scale);
    holder.style.height = `${height}px`;
    network.setSize("100%", `${height}px`);
    if (!narrow || whole) return network.moveTo({ position: centre, scale });
    const focus = Object.values(data.things).find((thing) => thing.focus) || busiest();
    const within = (at, seen, all) => (seen >= all ? all / 2 : Math.min(Math.max(at, seen / 2), all - seen / 2));
    const position = { x: within(focus.x, holder.clientWidth / READABLE, data.width), y: within(focus.y, height / READABLE, data.height) };
    return network.moveTo({ position, scale: READABLE });
  };
  const distance = ([x, y], line) => {
    let best = Infinity;
    if (line.bent) {
      const [[ax, ay], [bx, by], [cx, cy]] = line.points;
      for (let t = 0; t <= 1; t += 0.02) best = Math.min(best, Math.hypot((1 - t) * (1 - t) * ax + 2 * t * (1 - t) * bx + t * t * cx - x, (1 - t) * (1 - t) * ay + 2 * t * (1 - t) * by + t * t * cy - y));
      const near = Math.hypot(line.place[0] - x, line.place[1] - y);
      return near < 11 && !line.quiet ? 0 : Math.max(0, best - thickness(line.id) / 2);
    }
    for (let i = 0; i + 1 < line.points.length; i += 1) {
      const [[ax, ay], [bx, by]] = [line.points[i], line.points[i + 1]];
      const dx = Math.max(Math.min(ax, bx) - x, 0, x - Math.max(ax, bx));
      const dy = Math.max(Math.min(ay, by) - y, 0, y - Math.max(ay, by));
      best = Math.min(best, Math.hypot(dx, dy));
    }
    return best;
  };
  const thingAt = (spot) => Object.keys(data.things).find((id) => {
    const thing = data.things[id];
    return !state.hiddenThings.has(id) && Math.abs(spot.x - thing.x) <= thing.w / 2 && Math.abs(spot.y - thing.y) <= thing.h / 2;
  });
  const linesAt = (spot) => {
    const near = ids.filter(shown).map((id) => [distance([spot.x, spot.y], data.lines[id]), id]);
    const least = Math.min(...near.map(([far]) => far));
    return least > 5 / network.getScale() ? [] : near.filter(([far]) => far <= least + 0.5).map(([, id]) => id);
  };
  holder.addEventListener("mousemove", (event) => {
    const frame = holder.getBoundingClientRect();
    const spot = network.DOMtoCanvas({ x: event.clientX - frame.left, y: event.clientY - frame.top });
    holder.style.cursor = thingAt(spot) || linesAt(spot).length ? "pointer" : "grab";
  });
  return {
    network, nodes, state, fit, shown, thickness, mark,
    redraw: () => network.redraw(),
    zoom: (by) => network.moveTo({ scale: network.getScale() * by }),
    centreOn: (id) => network.moveTo({ position: { x: data.things[id].x, y: data.things[id].y } }),
    inView: (id) => {
      const at = network.canvasToDOM(data.things[id]);
      return at.x > 0 && at.y > 0 && at.x < holder.clientWidth && at.y < holder.clientHeight;
    },
    thingAt,
    linesAt,
  };
};

// A day: what is in force on it, how it is said, and the controls that choose it. Knows no picture.
"use strict";
const Days = (data) => {
  const [slider, field] = [document.getElementById("slider"), document.getElementById("day")];
  const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

  // The same rule as ontology/rules/R10: an unknown start or end leaves a claim possible, never certain.
  const inForce = ([startEarliest, startLatest, endEarliest, endLatest, first, last], day) => {
    if (endLatest && endLatest < day) return "ended";
    if (startEarliest && startEarliest > day) return "not-yet";
    const begun = startLatest || first;
    const lasting = endEarliest || last;
    return begun && begun <= day && lasting && lasting >= day ? "certain" : "possible";
  };
  // The names of months come with the page: many browsers know no Welsh ones.
  const inWords = (day) => (isDay(day) ? `${Number(day.slice(8))} ${data.months[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}` : day);
  const month = (day) => (Number(day.slice(0, 4)) - Number(data.days.first.slice(0, 4))) * 12 + Number(day.slice(5, 7)) - 1;
  // The slider moves by months; in the month of the drawing it stands on the very day.
  const dayAt = (value) => {
    const months = Number(data.days.first.slice(0, 4)) * 12 + Number(value);
    const found = `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}`;
    return found === data.day.slice(0, 7) ? data.day : `${found}-01`;
  };
  const show = (day) => {
    if (!slider) return;
    slider.value = month(day);
    slider.setAttribute("aria-valuetext", inWords(day));
    field.value = day;
  };
  const onChange = (chosen) => {
    if (!slider) return;
    slider.addEventListener("input", () => chosen(dayAt(slider.value)));
    field.addEventListener("change", () => { if (isDay(field.value)) chosen(field.value); });
  };
  return { inForce, inWords, isDay, show, onChange };
};

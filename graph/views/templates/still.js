// A page with one state only. Opens what a mark leads to, says so, and filters the evidence. The page is complete without it.
"use strict";
(() => {
  const said = document.getElementById("said");
  const records = [...document.querySelectorAll("details.record")];
  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (all, word) => (word in values ? values[word] : all));
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.dataset.what) return;
    openRecord(target);
    said.textContent = fill(said.dataset.opened, { what: target.dataset.what });
  };
  addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) reveal();
  });
  const input = document.getElementById("filter");
  input.closest(".seek").hidden = records.length < 6;
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLocaleLowerCase();
    for (const record of records) record.hidden = !record.textContent.toLocaleLowerCase().includes(wanted);
    said.textContent = fill(said.dataset.shown, { shown: records.filter((one) => !one.hidden).length, all: records.length });
  });
  openForPaper(records);
  reveal();
  document.body.dataset.ready = "";
})();

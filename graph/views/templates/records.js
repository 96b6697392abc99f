// The records of a page: one is opened by a link to it, all of them for paper.
"use strict";
const openRecord = (target) => {
  const details = target.closest("details");
  details.hidden = false;
  details.open = true;
  for (const other of document.querySelectorAll("details.found")) other.classList.remove("found");
  details.classList.add("found");
  details.querySelector("summary").focus({ preventScroll: true });
  details.scrollIntoView({ block: "nearest" });
};
const openForPaper = (records) => {
  const closed = new Set();
  addEventListener("beforeprint", () => {
    for (const one of records) if (!one.open) { closed.add(one); one.open = true; }
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
    closed.clear();
  });
};

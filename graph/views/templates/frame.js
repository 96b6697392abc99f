// What frames any picture: full screen, and the picture as it is now as a file.
"use strict";
const Frame = ({ still, file, announce, saved, entered, left, resized }) => {
  const [whole, full] = [document.getElementById("whole"), document.getElementById("full")];
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen(); else whole.requestFullscreen().catch(() => { full.hidden = true; });
  });
  document.addEventListener("fullscreenchange", () => {
    const on = Boolean(document.fullscreenElement);
    full.setAttribute("aria-pressed", String(on));
    resized();
    announce(on ? entered : left);
  });
  document.getElementById("download").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(still())], { type: "image/svg+xml" }));
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    announce(saved);
  });
};

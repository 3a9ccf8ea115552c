// Left and Right step through a meeting, unless they are typed into something.
"use strict";
(() => {
  document.addEventListener("keydown", (event) => {
    const relation = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    if (!relation || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, summary, [contenteditable]")) return;
    const step = document.querySelector(`.steps-nav a[rel="${relation}"]`);
    if (step) {
      event.preventDefault();
      step.click();
    }
  });
})();

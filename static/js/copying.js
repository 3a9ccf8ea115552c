// Buttons that copy the text of a field: without a script, or where the browser refuses, people select it themselves.
"use strict";

(() => {
  async function copy(field) {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      return "Copied.";
    } catch {
      return "The text is selected: copy it with your keyboard.";
    }
  }

  document.querySelectorAll("button[data-copies]").forEach((button) => {
    const field = document.getElementById(button.dataset.copies);
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.parentElement.querySelector("[role=status]").textContent = await copy(field);
    });
  });
})();

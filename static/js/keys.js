// The walk by keyboard. Single letters and digits work only within a question, and can be switched off, so that they
// are in nobody's way who speaks to the computer.
"use strict";
(() => {
  const { rows } = opsmaturity;
  const OFF = "opsmaturity:keys-off";
  const dialog = document.getElementById("keys");
  const hint = document.getElementById("keys-hint");
  const close = dialog.querySelector("[data-close]");
  const inUse = dialog.querySelector("[data-in-use]");
  const typing = "textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]";

  function isOff() {
    try {
      return localStorage.getItem(OFF) !== null;
    } catch {
      return false;
    }
  }

  function goTo(question) {
    rows.firstChoice(question).focus({ preventScroll: true });
    question.scrollIntoView({ block: "nearest" });
  }

  // From nowhere the first step leads to the first question, and behind the last one is the way on.
  function step(question, by) {
    const every = rows.all();
    const next = question ? every.indexOf(question) + by : 0;
    if (every[next]) goTo(every[next]);
    else if (next > 0) document.querySelector(".walk-turn .btn-primary").focus();
  }

  function open(part, field) {
    if (!part) return;
    part.open = true;
    part.querySelector(field)?.focus();
  }

  function choose(question, digit) {
    const choice = question.querySelector(`input[type=radio][value="${digit}"]`);
    if (!choice) return;
    choice.focus();
    if (!choice.checked) choice.click();
  }

  function showKeys() {
    inUse.checked = !isOff();
    dialog.showModal();
    close.focus();
  }

  const WITHIN = {
    n: (question) => open(question.querySelector(".remark"), "textarea"),
    e: (question) => open(question.querySelector(".evidence"), ".evidence-fields textarea"),
  };

  function whatTo(event, question) {
    if (event.key === "ArrowRight") return () => step(question, 1);
    if (event.key === "ArrowLeft") return () => step(question || rows.all()[1], -1);
    if (isOff()) return null;
    if (event.key === "?") return showKeys;
    if (!question) return null;
    if (/^[0-4]$/.test(event.key)) return () => choose(question, event.key);
    return WITHIN[event.key] && (() => WITHIN[event.key](question));
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const question = rows.of(event.target);
    if (event.target.matches(typing)) {
      if (event.key === "Escape" && question) goTo(question);
      return;
    }
    const act = whatTo(event, question);
    if (!act) return;
    event.preventDefault();
    act();
  });

  hint.hidden = false;
  hint.addEventListener("click", showKeys);
  close.addEventListener("click", () => dialog.close());
  inUse.addEventListener("change", () => {
    try {
      if (inUse.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    } catch {
      // Then they stay as they are.
    }
  });
})();

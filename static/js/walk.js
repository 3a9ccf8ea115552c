// The walk with a script: what is changed is saved by itself, and nothing is left behind. Without a script the same
// page is one form with Save buttons.
"use strict";
(() => {
  const { rows, saving, buttons, telling } = opsmaturity;
  const form = document.querySelector("form[data-walk]");
  let isGivenUp = false;

  form.addEventListener("change", ({ target }) => {
    const row = rows.of(target);
    if (!row) return;
    if (rows.isDraft(target)) saving.keep(row);
    else if (target.type === "radio" && target.name === `${row.id}-answer`) saving.changed(row);
    else if (target.tagName === "TEXTAREA" && !saving.isSaved(row)) saving.changed(row);
  });
  form.addEventListener("input", ({ target }) => {
    const row = rows.of(target);
    if (!row) return;
    if (rows.isDraft(target)) saving.keep(row);
    else if (target.tagName === "TEXTAREA") saving.changed(row, { isTyping: true });
  });

  // Which of two versions counts
  form.addEventListener("click", (event) => {
    const button = event.target.closest(".conflict button");
    if (!button) return;
    event.preventDefault();
    const row = rows.of(button);
    if (button.name === `${row.id}-taken`) {
      saving.takeOther(row, button.value);
    } else {
      const revision = document.createElement("input");
      Object.assign(revision, { type: "hidden", name: button.name, value: button.value });
      button.after(revision);
      saving.changed(row);
    }
  });

  // Leaving the page
  const isDone = (row) => saving.isSaved(row) && !rows.hasDraft(row);
  const isUnderWay = () => buttons.isUnderWay() || rows.all().some(saving.isUnderWay);

  async function everythingSent() {
    rows.all().filter(rows.hasDraft).forEach(buttons.addEvidence);
    saving.tryAllAgain();
    while (isUnderWay()) {
      await new Promise((told) => { document.addEventListener("opsmaturity:told", told, { once: true }); });
      saving.hurry();
    }
  }

  form.addEventListener("submit", async (event) => {
    if (rows.all().every(isDone)) return;
    event.preventDefault();
    await everythingSent();
    const left = rows.all().find((row) => !isDone(row));
    if (!left) {
      form.requestSubmit(event.submitter);
      return;
    }
    left.scrollIntoView({ block: "center" });
    rows.firstChoice(left).focus({ preventScroll: true });
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isGivenUp && rows.all().some((row) => saving.isInDoubt(row) || rows.hasDraft(row))) event.preventDefault();
  });
  window.addEventListener("pagehide", () => { if (!isGivenUp) saving.flush(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) saving.tryAllAgain(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saving.hurry();
    else saving.tryAllAgain();
  });
  window.addEventListener("online", saving.tryAllAgain);
  document.addEventListener("opsmaturity:back", saving.tryAllAgain);
  document.addEventListener("opsmaturity:given-up", () => {
    isGivenUp = true;
    rows.all().forEach((row) => {
      rows.dropDraft(row);
      saving.giveUp(row);
    });
  });

  telling.localise(document);
})();

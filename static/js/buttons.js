// Buttons within the questions that change something by themselves, through htmx: evidence, and what was said last
// time. What fails is told, and what was typed stays; a question that comes anew is like any other of the page.
"use strict";
opsmaturity.buttons = (() => {
  const { rows, saving, telling, signingIn, restoring } = opsmaturity;
  const underWay = new Map(); // where each button stood, since its answer may take it away
  const seen = new WeakSet(rows.all());
  const WHY = {
    [signingIn.OUT]: "you are signed out. Sign in, then press the button again.",
    [signingIn.ANOTHER]: "somebody else is signed in here now. Sign in as yourself, then press the button again.",
    [signingIn.AWAY]: "no connection. Try again in a moment.",
    [signingIn.ME]: "this assessment is not open to you any more. Reload the page to see why.",
  };
  // Events tell of what stands on the page, which the button may do no more.
  const buttonOf = (detail) => detail.requestConfig.elt;
  // A button between the questions has no line of its own, so the question before it tells.
  const rowBeside = (button) => rows.of(button) || rows.all().filter((row) => row.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING).pop();

  function tell(button, why) {
    const row = rowBeside(button);
    if (row) telling.unsaved(row, `Not saved: ${why}`);
  }

  function isOutdated(button, xhr) {
    const asked = new URL(button.getAttribute("hx-post"), location.href).pathname;
    return xhr.status === 403 || (xhr.responseURL && new URL(xhr.responseURL).pathname !== asked);
  }

  // An outdated token is renewed silently, and the button pressed once more.
  async function refused(button, xhr) {
    if (xhr.status >= 500) return tell(button, "the site had a problem. Try again in a moment.");
    const who = await signingIn.whoIsHere();
    if (who === signingIn.ME && isOutdated(button, xhr) && !button.dataset.again) {
      button.dataset.again = "1";
      return htmx.trigger(button, "click");
    }
    delete button.dataset.again;
    if (who === signingIn.OUT || who === signingIn.ANOTHER) signingIn.offer(who);
    return tell(button, WHY[who]);
  }

  // Questions that the site sent anew: what was typed into one meanwhile and is not stored comes back.
  function welcome() {
    for (const row of rows.all().filter((one) => !seen.has(one))) {
      seen.add(row);
      telling.localise(row);
      if (restoring.isBack(row) || !row.querySelector(".saved")) continue;
      telling.saved(row);
      document.dispatchEvent(new CustomEvent("opsmaturity:saved", { detail: { practice: row.id } }));
    }
  }

  // Whoever pressed a button that is gone goes on at the same question.
  function keepFocus(code, isEvidence) {
    const row = document.getElementById(code);
    if (document.activeElement !== document.body || !row) return;
    const place = isEvidence ? row.querySelector(".evidence > summary") : rows.firstChoice(row);
    place.focus({ preventScroll: true });
  }

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    const button = buttonOf(detail);
    underWay.set(button, { code: rows.of(button)?.id, isEvidence: Boolean(button.closest(".evidence")) });
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.getResponseHeader("X-Fragment")) return;
    detail.shouldSwap = false;
    refused(buttonOf(detail), detail.xhr);
  });
  for (const failure of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, ({ detail }) => tell(buttonOf(detail), WHY[signingIn.AWAY]));
  }
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const { code, isEvidence } = underWay.get(buttonOf(detail));
    underWay.delete(buttonOf(detail));
    // After htmx has put everything where it belongs.
    setTimeout(() => {
      welcome();
      rows.all().forEach(saving.keep);
      document.dispatchEvent(new CustomEvent("opsmaturity:told", { detail: { practice: code } }));
      keepFocus(code, isEvidence);
    });
  });

  return {
    isUnderWay: () => underWay.size > 0,
    addEvidence: (row) => document.getElementById(`${row.id}-evidence-add`).click(),
  };
})();

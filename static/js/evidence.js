// Evidence is added and changed by buttons of its own, through htmx. What fails is told, and what was typed stays.
"use strict";
opsmaturity.evidence = (() => {
  const { rows, saving, telling, signingIn } = opsmaturity;
  const underWay = new Set();
  const WHY = {
    [signingIn.OUT]: "you are signed out. Sign in, then press the button again.",
    [signingIn.ANOTHER]: "somebody else is signed in here now. Sign in as yourself, then press the button again.",
    [signingIn.AWAY]: "no connection. Try again in a moment.",
    [signingIn.ME]: "this assessment is not open to you any more. Reload the page to see why.",
  };
  const tell = (row, why) => telling.unsaved(row, `The evidence is not changed: ${why}`);

  function isOutdated(button, xhr) {
    const asked = new URL(button.getAttribute("hx-post"), location.href).pathname;
    return xhr.status === 403 || (xhr.responseURL && new URL(xhr.responseURL).pathname !== asked);
  }

  // An outdated token is renewed silently, and the button pressed once more.
  async function refused(row, button, xhr) {
    if (xhr.status >= 500) return tell(row, "the site had a problem. Try again in a moment.");
    const who = await signingIn.whoIsHere();
    if (who === signingIn.ME && isOutdated(button, xhr) && !button.dataset.again) {
      button.dataset.again = "1";
      return htmx.trigger(button, "click");
    }
    delete button.dataset.again;
    if (who === signingIn.OUT || who === signingIn.ANOTHER) signingIn.offer(who);
    return tell(row, WHY[who]);
  }

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    const row = rows.of(detail.elt);
    if (row) underWay.add(row);
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const button = detail.requestConfig.elt;
    const row = rows.of(button);
    if (!row || detail.xhr.getResponseHeader("X-Fragment")) return;
    detail.shouldSwap = false;
    refused(row, button, detail.xhr);
  });
  for (const failure of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, ({ detail }) => {
      const row = rows.of(detail.elt);
      if (row) tell(row, WHY[signingIn.AWAY]);
    });
  }
  document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    const row = rows.of(target) || rows.of(detail.elt);
    if (!row) return;
    underWay.delete(row);
    saving.keep(row);
    document.dispatchEvent(new CustomEvent("opsmaturity:told", { detail: { practice: row.id } }));
    // Whoever pressed a button that is gone goes on at the evidence of the same question.
    setTimeout(() => {
      if (document.activeElement === document.body) row.querySelector(".evidence > summary").focus({ preventScroll: true });
    });
  });

  return {
    isUnderWay: () => underWay.size > 0,
    add: (row) => document.getElementById(`${row.id}-evidence-add`).click(),
  };
})();

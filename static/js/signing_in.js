// Who is signed in here by now, and signing in again without leaving the page. The password goes to the site and is
// kept nowhere. After it the page's own person is back, or nothing is saved.
"use strict";
opsmaturity.signingIn = (() => {
  const PATIENCE = 20_000; // milliseconds
  const ME = "me", ANOTHER = "another", OUT = "out", AWAY = "away";
  const person = document.querySelector("form[data-walk] input[name=typed_by]").value;
  const dialog = document.getElementById("sign-in-again");
  const form = dialog.querySelector("form");
  const password = form.querySelector("input[type=password]");
  let declined = false;
  let asked = null;
  const WHY = {
    [OUT]: "Your sign-in has ended. Nothing you typed is lost: sign in, and it is saved.",
    [ANOTHER]: "Somebody else is signed in here now, so nothing was saved. Sign in as yourself, and it is.",
  };

  async function page(address, options = {}) {
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE), ...options });
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  const tokenOn = (seen) => seen.querySelector("input[name=csrfmiddlewaretoken]")?.value;

  function post(address, fields) {
    return page(address, { method: "POST", body: new URLSearchParams(fields) });
  }

  // Each sign-in changes the token that forms carry, so this page's forms get the one of now: if it is one's own.
  function whoseIs(seen) {
    const signOut = seen.querySelector("form[data-sign-out]");
    if (!signOut) return seen.querySelector("form[data-sign-in]") ? OUT : AWAY;
    if (signOut.dataset.person !== person) return ANOTHER;
    const token = tokenOn(signOut);
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
    return ME;
  }

  // Many questions may ask at once; one answer is for all.
  function whoIsHere() {
    asked ??= page(location.pathname).then(whoseIs, () => AWAY).finally(() => { asked = null; });
    return asked;
  }

  // The page to sign in on is shown to nobody who is signed in, so somebody else is signed out first.
  async function signInPage() {
    const seen = await page(form.action);
    if (whoseIs(seen) !== ANOTHER) return seen;
    return post(dialog.dataset.signOut, { csrfmiddlewaretoken: tokenOn(seen.querySelector("form[data-sign-out]")) });
  }

  async function signIn() {
    let seen = await signInPage();
    if (whoseIs(seen) === OUT) {
      const { username } = form.elements;
      seen = await post(form.action, {
        csrfmiddlewaretoken: tokenOn(seen), username: username.value, password: password.value, next: location.pathname,
      });
    }
    const who = whoseIs(seen);
    if (who === ME) return "";
    if (who === ANOTHER) return "That is somebody else, so nothing was saved. Sign in as yourself.";
    if (who === OUT) return seen.querySelector(".alert")?.textContent.trim() || "Give your e-mail address and your password.";
    return "The site has a problem. Try again in a moment.";
  }

  function tell(fault) {
    const line = dialog.querySelector("[data-fault]");
    line.textContent = fault;
    line.hidden = !fault;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    tell("");
    const fault = await signIn().catch(() => "No connection. Try again in a moment.");
    button.disabled = false;
    password.value = "";
    tell(fault);
    if (fault) {
      password.focus();
      return;
    }
    declined = false;
    dialog.close("back");
    document.dispatchEvent(new CustomEvent("opsmaturity:back"));
  });
  dialog.querySelector("[data-not-now]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    password.value = "";
    declined = dialog.returnValue !== "back";
    dialog.returnValue = "";
  });

  function ask(who) {
    if (dialog.open) return;
    dialog.querySelector("[data-why]").textContent = WHY[who];
    tell("");
    dialog.showModal();
    password.focus();
  }

  return {
    ME, ANOTHER, OUT, AWAY, ask, whoIsHere,
    // By itself only once: whoever said *not now* is asked again by the button beside each question.
    offer: (who) => { if (!declined) ask(who); },
  };
})();

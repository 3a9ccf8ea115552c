// The walk with a script: every change is saved at once, and a page never says "saved" for what the site has not
// acknowledged. Without a script the same page is one form with Save buttons (views/answering).
"use strict";

(() => {
  const PAUSE = 800; // milliseconds after the last key in a remark
  const language = document.documentElement.lang;
  const pauses = new WeakMap();
  const unsaved = new Set(); // the answers that hold something the site has not acknowledged
  let leaving = false;

  const rowOf = (element) => element.closest(".answer");
  const typedEvidence = () =>
    [...document.querySelectorAll(".evidence-text textarea")].some((field) => field.value.trim());

  function tell(row, text, { retry = false } = {}) {
    const state = row.querySelector(".save-state");
    state.querySelectorAll(".saved, .unsaved, .faults, .retry").forEach((line) => line.remove());
    const line = document.createElement("p");
    line.className = retry ? "unsaved" : "saving";
    line.textContent = text;
    state.querySelectorAll(".saving").forEach((old) => old.remove());
    if (retry) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn-quiet retry";
      button.textContent = "Try again";
      button.addEventListener("click", () => retrySaving(row));
      line.append(" ", button);
    }
    state.append(line);
  }

  function typedBy(page) {
    return page.querySelector("form[data-walk] input[name=typed_by]").value;
  }

  function chosen(row) {
    return row.querySelector("input[type=radio]:checked");
  }

  function save(row) {
    clearTimeout(pauses.get(row));
    if (!unsaved.has(row)) return;
    const choice = chosen(row);
    if (!choice) {
      tell(row, "Not saved yet: choose an answer first.");
    } else if (choice.value === "not_applicable" && !row.querySelector(".reason textarea").value.trim()) {
      tell(row, "Not saved yet: say why it does not apply.");
    } else {
      htmx.trigger(row, "save");
    }
  }

  // A sign-in elsewhere changes the token that forms carry, so a retry fetches the one of now, if it is the same person's.
  async function retrySaving(row) {
    tell(row, "Saving…");
    try {
      const page = await fetch(location.pathname, { headers: { "X-Requested-With": "retry" } });
      const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
      const token = fresh.querySelector("form[data-walk] input[name=csrfmiddlewaretoken]");
      if (token && typedBy(fresh) !== typedBy(document)) {
        tell(row, "Not saved: somebody else is signed in here now. Sign in again as yourself in another tab.", { retry: true });
        return;
      }
      if (token) {
        document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token.value; });
      }
    } catch {
      tell(row, "Not saved: no connection.", { retry: true });
      return;
    }
    save(row);
  }

  function localise(root) {
    root.querySelectorAll(".saved time").forEach((time) => {
      const moment = new Date(time.dateTime);
      const today = moment.toDateString() === new Date().toDateString();
      time.textContent = today
        ? moment.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" })
        : moment.toLocaleDateString(language, { day: "numeric", month: "short" });
    });
  }

  // The rail counts what the site has acknowledged on this page.
  function count() {
    const here = document.querySelector(".rail a[aria-current] .rail-count");
    const rows = [...document.querySelectorAll(".answer")];
    if (!here || !rows.length) return;
    const done = rows.filter((row) => chosen(row) && row.querySelector(".saved")).length;
    const progress = done === rows.length ? "full" : done ? "half" : "empty";
    here.textContent = progress === "half" ? `${done} of ${rows.length}` : `${rows.length}`;
    const said = document.createElement("span");
    said.className = "visually-hidden";
    said.textContent = { full: ", all answered", half: " answered", empty: ", none answered" }[progress];
    here.append(said);
    here.parentElement.querySelector(".dot").className = `dot is-${progress}`;
    document.querySelectorAll("[data-answered]").forEach((line) => { line.textContent = wordsOfTheWay(line.dataset, done); });
  }

  // The whole way, as the page was made, with what is answered here by now.
  function wordsOfTheWay(made, done) {
    const answered = made.answered - made.here + done;
    const minutes = Math.ceil(((made.total - answered) * made.seconds) / 60);
    return minutes > 0
      ? `${answered} of ${made.total} answered, about ${minutes} minute${minutes === 1 ? "" : "s"} left`
      : `All ${made.total} answered`;
  }

  document.addEventListener("change", (event) => {
    const row = rowOf(event.target);
    if (!row || event.target.closest(".evidence")) return;
    if (event.target.type === "radio" || event.target.type === "checkbox") unsaved.add(row);
    save(row);
  });

  document.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (!row || event.target.tagName !== "TEXTAREA" || event.target.closest(".evidence")) return;
    unsaved.add(row);
    tell(row, "Not saved yet…");
    clearTimeout(pauses.get(row));
    pauses.set(row, setTimeout(() => save(row), PAUSE));
  });

  // Digits choose a level of the question that has the focus.
  document.addEventListener("keydown", (event) => {
    const question = event.target.closest(".question");
    if (!question || !/^[0-4]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])")) return;
    const radio = question.querySelector(`input[type=radio][value="${event.key}"]`);
    if (!radio) return;
    event.preventDefault();
    radio.focus();
    if (!radio.checked) radio.click();
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.target.matches(".answer")) return;
    unsaved.delete(event.target); // whatever changes from here on is put back by the listeners above
    tell(event.target, "Saving…");
  });

  // What failed is an answer, which can be tried again, or a change of evidence, whose own button can.
  function failed(element, why) {
    const row = rowOf(element);
    if (element !== row) {
      tell(row, `The evidence is not changed: ${why}`);
      return;
    }
    unsaved.add(row);
    tell(row, `Not saved: ${why}`, { retry: true });
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (xhr.getResponseHeader("X-Fragment")) return;
    event.detail.shouldSwap = false;
    const asked = new URL(requestConfig.path, location.href).pathname;
    const signedOut = xhr.responseURL && new URL(xhr.responseURL).pathname !== asked;
    failed(requestConfig.elt, signedOut || xhr.status === 403
      ? "you are signed out, or may not answer here. Sign in in another tab."
      : xhr.status === 404 || xhr.status === 409
        ? "this assessment is not open to you any more. Reload the page to see why."
        : "the site had a problem.");
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const row = rowOf(event.target);
    if (!row) return;
    const state = row.querySelector(".save-state");
    if (state.querySelector(".faults, .conflict")) unsaved.add(row);
    localise(row);
    if (unsaved.has(row) && !state.querySelector(".faults, .conflict")) tell(row, "Not saved yet…");
    count();
  });

  for (const failure of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => {
      failed(event.detail.elt, "no connection.");
    });
  }

  document.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (unsaved.size || document.querySelector(".saving") || typedEvidence())) event.preventDefault();
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("online", () => {
    document.querySelectorAll(".answer .retry").forEach((button) => button.click());
  });

  // A long rail scrolls by itself: bring the page that is open into its view.
  const here = document.querySelector(".rail a[aria-current]");
  const rail = here && here.closest(".rail");
  if (rail && here.offsetTop > rail.clientHeight) rail.scrollTop = here.offsetTop - rail.clientHeight / 2;

  localise(document);
})();

// When and how each answer goes to the site. A question is saved when the site has acknowledged exactly what the page
// shows, and only then the page says so; until then it stays in the browser and is tried again.
"use strict";
opsmaturity.saving = (() => {
  const { kept, rows, telling, signingIn } = opsmaturity;
  const PATIENCE = 20_000; // milliseconds until an answer of the site is given up
  const PAUSE = 800; // after the last key in a text
  const FIRST_PAUSE = 2_000, LONGEST_PAUSE = 60_000; // between tries
  const form = document.querySelector("form[data-walk]");
  const person = form.elements.typed_by.value;
  const assessment = form.dataset.walk;

  // Of each question: `changed` since the site acknowledged it; `attempt`, what was sent last and may have arrived;
  // `sending`; `stuck`, why trying again by itself would not help; `tries` that failed in a row; the `text` kept.
  const states = new WeakMap();

  function stateOf(row) {
    if (!states.has(row)) states.set(row, { changed: false, attempt: null, sending: false, stuck: false, tries: 0, text: null });
    return states.get(row);
  }

  function keep(row) {
    const state = stateOf(row);
    if (!state.changed && !rows.hasDraft(row)) {
      if (state.text !== null) kept.forget(person, assessment, row.id, state.text);
      state.text = null;
      return;
    }
    state.text = kept.put(person, assessment, row.id, {
      page: location.pathname,
      title: document.querySelector("h1").textContent,
      answer: state.changed ? rows.shown(row) : null,
      attempt: state.attempt,
      draft: rows.hasDraft(row) ? rows.draft(row) : null,
    }, state.text);
  }

  function body(row, sent) {
    const { csrfmiddlewaretoken, version, typed_by } = form.elements;
    const fields = new URLSearchParams([csrfmiddlewaretoken, version, typed_by].map(({ name, value }) => [name, value]));
    Object.entries(sent).forEach(([name, value]) => fields.set(`${row.id}-${name}`, value));
    return fields;
  }

  async function post(row, sent) {
    const answer = await fetch(row.dataset.save, {
      method: "POST", body: body(row, sent), signal: AbortSignal.timeout(PATIENCE),
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { page, status: answer.status, redirected: answer.redirected, isFragment: answer.headers.has("X-Fragment") };
  }

  // Anything but the site's own word on this answer: who is here by now decides what it means.
  async function explained(row, sent, answer) {
    const isWord = answer.isFragment || !(answer.redirected || [403, 404, 409].includes(answer.status));
    if (isWord) return answer;
    const who = await signingIn.whoIsHere();
    const isOutdated = who === signingIn.ME && (answer.redirected || answer.status === 403);
    return { ...(isOutdated ? await post(row, sent) : answer), who };
  }

  function isSendable(row) {
    const why = rows.missing(rows.shown(row));
    if (!why || stateOf(row).attempt) return true;
    stateOf(row).stuck = true;
    if (!row.querySelector(".conflict")) telling.waiting(row, `Not saved yet: ${why}`);
    return false;
  }

  async function send(row) {
    const state = stateOf(row);
    clearTimeout(state.timer);
    if (state.sending || !state.changed || !isSendable(row)) return;
    // What may have arrived is sent again unchanged before anything newer, so that no answer clashes with itself.
    const sent = state.attempt ??= rows.shown(row);
    state.sending = true;
    state.stuck = false;
    keep(row);
    telling.saving(row, state.isBack ? "Typed earlier, not saved yet. " : "");
    const answer = await post(row, sent).then((first) => explained(row, sent, first)).catch((error) => ({ status: 0, error }));
    state.sending = false;
    settle(row, sent, answer);
    document.dispatchEvent(new CustomEvent("opsmaturity:told", { detail: { practice: row.id } }));
  }

  function settle(row, sent, answer) {
    const { isFragment, status, who, page } = answer;
    if (isFragment && status === 200 && page.querySelector(".saved")) acknowledged(row, sent, answer);
    else if (isFragment && status < 500) refused(row, answer);
    else if (who && who !== signingIn.AWAY && status < 500 && status) barred(row, answer);
    else failed(row, answer);
  }

  function acknowledged(row, sent, answer) {
    const state = stateOf(row);
    Object.assign(state, { attempt: null, tries: 0, isBack: false });
    telling.show(row, answer.page);
    state.changed = !("taken" in sent) && !rows.isSame(sent, rows.shown(row));
    keep(row);
    if ("taken" in sent) showStored(row);
    if (state.changed) {
      telling.typing(row);
      later(row, PAUSE);
    } else {
      telling.saved(row);
    }
    document.dispatchEvent(new CustomEvent("opsmaturity:saved", { detail: { practice: row.id } }));
    rows.all().filter((one) => stateOf(one).tries).forEach((one) => send(one));
  }

  // The other answer was taken, so the page shows it.
  async function showStored(row) {
    try {
      const answer = await fetch(location.pathname, { signal: AbortSignal.timeout(PATIENCE) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      rows.show(row, rows.shown(page.getElementById(row.id)));
    } catch {
      location.reload();
    }
  }

  // The site's own words: faults beside the question, or both versions of an answer that was changed elsewhere.
  function refused(row, answer) {
    Object.assign(stateOf(row), { attempt: null, stuck: true, tries: 0 });
    telling.show(row, answer.page);
    telling.refused(row);
    keep(row);
  }

  function barred(row, { who, status }) {
    Object.assign(stateOf(row), { attempt: null, stuck: true, tries: 0 });
    keep(row);
    if (who === signingIn.ME) {
      const why = status === 403
        ? "you may not answer this assessment any more."
        : "this assessment is not open to you any more. Reload the page to see why.";
      telling.unsaved(row, `Not saved: ${why}`, tryNow(row));
    } else {
      const why = who === signingIn.OUT ? "you are signed out." : "somebody else is signed in here now.";
      telling.unsaved(row, `Not saved yet: ${why}`, { press: "Sign in as yourself", does: () => signingIn.ask(who) });
      signingIn.offer(who);
    }
  }

  function reason({ status, error }) {
    if (status === 400) return "this page is out of date. Reload it; what you typed comes back.";
    if (status === 503 || status === 429) return "the site is busy or away for a moment.";
    if (error?.name === "TimeoutError") return "the site does not answer.";
    return error ? "no connection." : "the site had a problem.";
  }

  function failed(row, answer) {
    const state = stateOf(row);
    state.tries += 1;
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (state.tries - 1));
    later(row, longest * (0.75 + Math.random() / 4));
    telling.unsaved(row, `Not saved yet: ${reason(answer)} It will be tried again.`, tryNow(row));
  }

  const tryNow = (row) => ({ press: "Try now", does: () => send(row) });

  function later(row, pause) {
    const state = stateOf(row);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => send(row), pause);
  }

  return {
    keep, send,
    isSaved: (row) => !stateOf(row).changed,
    isUnderWay: (row) => stateOf(row).sending,

    // From now on it is this page that keeps it.
    recall(row) {
      stateOf(row).text = kept.text(person, assessment, row.id);
      return kept.take(person, assessment, row.id);
    },

    // Whether somebody should know before the page closes.
    isInDoubt(row) {
      const { changed, stuck, tries, text } = stateOf(row);
      return changed && (stuck || tries > 0 || text === null);
    },

    // A choice goes at once, a text once the keys rest.
    changed(row, { isTyping = false } = {}) {
      Object.assign(stateOf(row), { changed: true, stuck: false, tries: 0 });
      keep(row);
      if (!isTyping) return send(row);
      telling.typing(row);
      return later(row, PAUSE);
    },

    // Of two versions the other one, of this revision, counts; the one typed here goes along into the history.
    takeOther(row, revision) {
      const { answer, reason: why, remark } = rows.shown(row);
      Object.assign(stateOf(row), { changed: true, attempt: { answer, reason: why, remark, taken: revision } });
      send(row);
    },

    // What was typed in an earlier visit: it goes on from what was known then, so that newer answers are not replaced.
    resume(row, typed) {
      Object.assign(stateOf(row), { changed: true, attempt: typed.attempt, isBack: true });
      keep(row);
      send(row);
    },

    // What the page itself came with and the site refused.
    hold(row) {
      Object.assign(stateOf(row), { changed: true, stuck: true, text: kept.text(person, assessment, row.id) });
      keep(row);
    },

    giveUp(row) {
      clearTimeout(stateOf(row).timer);
      Object.assign(stateOf(row), { changed: false, attempt: null, tries: 0 });
      keep(row);
    },

    // What waits for the end of a pause need not wait any longer.
    hurry: () => rows.all().filter((row) => !stateOf(row).stuck && !stateOf(row).tries).forEach((row) => send(row)),

    tryAllAgain() {
      rows.all().filter((row) => !row.querySelector(".faults")).forEach((row) => {
        stateOf(row).tries = 0;
        send(row);
      });
    },

    // The page is going: what is not acknowledged is sent once more, in a way that outlives it.
    flush() {
      for (const row of rows.all()) {
        const state = stateOf(row);
        const isDue = state.changed && !state.stuck && (state.attempt || !rows.missing(rows.shown(row)));
        if (isDue) state.attempt ??= rows.shown(row);
        keep(row);
        if (isDue) fetch(row.dataset.save, { method: "POST", body: body(row, state.attempt), keepalive: true }).catch(() => {});
      }
    },
  };
})();

// What a question says about its own saving: one quiet line to see, and one polite region of the page to hear.
"use strict";
opsmaturity.telling = (() => {
  const { rows } = opsmaturity;
  const language = document.documentElement.lang;
  const heard = document.getElementById("heard");
  const stateOf = (row) => row.querySelector(".save-state");
  const nameOf = (row) => row.querySelector(".question-head p").textContent.split("·").pop().trim();

  // A new element each time, since the same words twice would be heard once.
  function say(words) {
    const line = document.createElement("span");
    line.textContent = words;
    heard.replaceChildren(line);
  }

  // Whoever was on a line that is gone goes on at the answers of its question.
  function keepingFocus(row, change) {
    const within = stateOf(row).contains(document.activeElement);
    change();
    if (!within || document.activeElement !== document.body) return;
    rows.firstChoice(row).focus({ preventScroll: true });
  }

  function line(row, className, words, { press, does } = {}) {
    const told = document.createElement("p");
    told.className = `save-line ${className}`;
    told.textContent = words;
    if (press) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn-quiet";
      button.textContent = press;
      button.addEventListener("click", does);
      told.append(" ", button);
    }
    keepingFocus(row, () => {
      stateOf(row).querySelectorAll(".save-line, .saved, .faults").forEach((old) => old.remove());
      stateOf(row).append(told);
    });
  }

  // It is heard once, however often it is tried again.
  function tell(row, className, why, button) {
    const before = stateOf(row).dataset.told;
    line(row, className, why, button);
    if (before !== why) say(`${nameOf(row)}: ${why}`);
    stateOf(row).dataset.told = why;
  }

  // In the reader's own time; with the day where it is not today's.
  function localise(root) {
    root.querySelectorAll(".saved time, .conflict time").forEach((time) => {
      const moment = new Date(time.dateTime);
      const today = moment.toDateString() === new Date().toDateString();
      time.textContent = today
        ? moment.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" })
        : moment.toLocaleDateString(language, { day: "numeric", month: "short" });
    });
  }

  // Put what the site says of an answer into its place; `answer` is its parsed page.
  function show(row, answer) {
    keepingFocus(row, () => stateOf(row).replaceChildren(...answer.body.childNodes));
    htmx.process(stateOf(row));
    localise(row);
  }

  return {
    localise,
    say,
    show,
    typing: (row) => line(row, "saving", "Not saved yet…"),
    saving: (row, before = "") => line(row, "saving", `${before}Saving…`),

    saved(row) {
      delete stateOf(row).dataset.told;
      say(`Saved: ${nameOf(row)}`);
    },

    // In the site's own words.
    refused(row) {
      const words = row.querySelector(".conflict h3, .faults li")?.textContent.trim() ?? "";
      say(`${nameOf(row)}: not saved. ${words}`);
    },

    // `why` in plain words.
    waiting: (row, why) => tell(row, "saving", why),
    unsaved: (row, why, button) => tell(row, "unsaved", why, button),
  };
})();

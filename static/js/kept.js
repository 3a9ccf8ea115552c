// What was typed and is not acknowledged yet, kept in this browser: for one person, one assessment and one question
// each. Two tabs never overwrite each other's: of one question, what another tab put is set aside and comes back after
// what replaced it. All scripts of the site share the one name `opsmaturity`.
"use strict";
const opsmaturity = {};

opsmaturity.kept = (() => {
  const START = "opsmaturity";

  const keyOf = (person, assessment, practice) => [START, person, assessment, practice].join(":");

  // A browser may refuse to keep anything, or be full: then nothing is kept, and the page says so before it closes.
  function tried(act, otherwise) {
    try {
      return act();
    } catch {
      return otherwise;
    }
  }

  function read(key) {
    return tried(() => JSON.parse(localStorage.getItem(key)), null);
  }

  const keysThat = (matches) => tried(() => Object.keys(localStorage), []).filter(matches).sort();
  const keysOf = (person) => keysThat((key) => key.startsWith(`${START}:${person}:`));
  // What is set aside has the moment behind its key.
  const keysFor = (key) => keysThat((one) => one === key || one.startsWith(`${key}:`));
  const remove = (keys, text) => keys.filter((key) => localStorage.getItem(key) === text).forEach((key) => localStorage.removeItem(key));

  return {
    text: (...of) => tried(() => localStorage.getItem(keysFor(keyOf(...of))[0]), null),
    take: (...of) => read(keysFor(keyOf(...of))[0]),

    // What is now in the browser as text; null if it could not be kept. `before` is what the same page put last.
    put(person, assessment, practice, typed, before) {
      const key = keyOf(person, assessment, practice);
      const text = JSON.stringify(typed);
      return tried(() => {
        const present = localStorage.getItem(key);
        if (![null, before, text].includes(present)) localStorage.setItem(`${key}:${Date.now()}`, present);
        localStorage.setItem(key, text);
        if (before !== text) remove(keysFor(key), before);
        return text;
      }, null);
    },

    // Only what was put by whom it is asked: another tab may have typed more since.
    forget(person, assessment, practice, text) {
      tried(() => remove(keysFor(keyOf(person, assessment, practice)), text));
    },

    // Everything of a person: the assessment and practice of each, and what was typed, as it is and as text.
    all: (person) => keysOf(person)
      .map((key) => {
        const [, , assessment, practice] = key.split(":");
        return { assessment, practice, typed: read(key), text: tried(() => localStorage.getItem(key), null) };
      })
      .filter((one) => one.typed),

    forgetAll(person) {
      keysOf(person).forEach((key) => tried(() => localStorage.removeItem(key)));
    },
  };
})();

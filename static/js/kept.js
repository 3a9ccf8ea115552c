// What was typed and is not acknowledged yet, kept in this browser: for one person, one assessment and one question
// each, so that two tabs never overwrite each other's. All scripts of the site share the one name `opsmaturity`.
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

  function keysOf(person) {
    return tried(() => Object.keys(localStorage), []).filter((key) => key.startsWith(`${START}:${person}:`));
  }

  return {
    text: (person, assessment, practice) => tried(() => localStorage.getItem(keyOf(person, assessment, practice)), null),
    take: (person, assessment, practice) => read(keyOf(person, assessment, practice)),

    // What is now in the browser as text; null if it could not be kept.
    put(person, assessment, practice, typed) {
      const text = JSON.stringify(typed);
      return tried(() => {
        localStorage.setItem(keyOf(person, assessment, practice), text);
        return text;
      }, null);
    },

    // Only what was put by whom it is asked: another tab may have typed more since.
    forget(person, assessment, practice, text) {
      const key = keyOf(person, assessment, practice);
      tried(() => {
        if (localStorage.getItem(key) === text) localStorage.removeItem(key);
      });
    },

    // Everything of a person: the assessment and practice of each, and what was typed.
    all: (person) => keysOf(person)
      .map((key) => {
        const [, , assessment, practice] = key.split(":");
        return { assessment, practice, typed: read(key) };
      })
      .filter((one) => one.typed),

    forgetAll(person) {
      keysOf(person).forEach((key) => tried(() => localStorage.removeItem(key)));
    },

    // Of everybody, to be put back where signing out, which empties it, was not leaving.
    copy: () => tried(() => Object.entries(localStorage).filter(([key]) => key.startsWith(`${START}:`)), []),
    putBack: (copied) => copied.forEach(([key, text]) => tried(() => localStorage.setItem(key, text))),
  };
})();

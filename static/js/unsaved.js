// On every page: what this browser keeps for the person who is signed in and has not saved yet, where it can be seen,
// a warning before signing out would lose it, and the words themselves where its page takes no answers any more.
"use strict";
(() => {
  const { kept } = opsmaturity;
  const signOut = document.querySelector("form[data-sign-out]");
  if (!signOut) return;
  const person = signOut.dataset.person;
  const warning = document.getElementById("sign-out-warning");

  const counted = (number) => (number === 1 ? "1 question" : `${number} questions`);
  const questions = (every) => new Set(every.map(({ assessment, practice }) => `${assessment}:${practice}`)).size;

  function warn() {
    const left = questions(kept.all(person));
    warning.querySelector("[data-unsaved]").textContent = left
      ? `What you typed for ${counted(left)} is not saved yet. Signing out removes it from this browser, and it is lost.`
      : "Everything is saved by now.";
    warning.querySelector("[data-leave]").textContent = left ? "Sign out and lose it" : "Sign out";
  }

  signOut.addEventListener("submit", (event) => {
    if (!kept.all(person).length) return;
    event.preventDefault();
    warn();
    warning.showModal();
  });
  warning.querySelector("[data-stay]").addEventListener("click", () => warning.close());
  warning.querySelector("[data-leave]").addEventListener("click", () => {
    document.dispatchEvent(new CustomEvent("opsmaturity:given-up"));
    kept.forgetAll(person);
    signOut.submit();
  });
  document.addEventListener("opsmaturity:saved", warn);

  function isHere({ assessment, practice }) {
    const walk = document.querySelector("form[data-walk]");
    return walk?.dataset.walk === assessment && document.getElementById(practice)?.matches(".answer");
  }

  function notice(id, ...parts) {
    const box = document.createElement("div");
    box.className = "notice is-undecided";
    box.id = id;
    box.append(...parts);
    document.getElementById("content").prepend(box);
  }

  function element(name, ...parts) {
    const made = document.createElement(name);
    made.append(...parts);
    return made;
  }

  // What waits on other pages is saved there: each is named with the way to it.
  function remind(elsewhere) {
    const line = element("p", `You typed something for ${counted(questions(elsewhere))} that is not saved yet. It is kept in this browser until you open the page: `);
    const places = new Map(elsewhere.map((one) => [one.typed.page, one.typed.title]));
    [...places].forEach(([page, title], index) => {
      const link = element("a", title);
      link.href = new URL(page, location.origin).pathname;
      line.append(index ? ", " : "", link);
    });
    line.append(".");
    notice("unsaved-elsewhere", line);
  }

  const CHOICES = { dont_know: "don’t know", not_applicable: "not applicable" };

  function inWords({ practice, typed }) {
    const { answer = "", reason = "", remark = "" } = typed.answer || {};
    const drafted = (typed.draft || []).filter(([name]) => /-evidence-(text|title)$/.test(name)).map(([, value]) => value);
    const texts = [reason, remark, ...drafted].filter((text) => text.trim()).map((text) => `“${text}”`);
    return `${practice}: ${[answer && (CHOICES[answer] || `level ${answer}`), ...texts].filter(Boolean).join(", ")}`;
  }

  // A page that takes no answers now cannot save what was typed on it, so it hands it back to read and to copy.
  function handBack(stranded) {
    const button = element("button", "Remove it from this browser");
    button.type = "button";
    button.className = "btn-quiet";
    button.addEventListener("click", () => {
      stranded.forEach(({ assessment, practice, text }) => kept.forget(person, assessment, practice, text));
      button.closest(".notice").remove();
      document.getElementById("content").focus();
    });
    notice(
      "unsaved-here",
      element("p", "This page takes no answers from you now, so what you typed here is not saved. It is kept in this browser alone; copy what you still need:"),
      element("ul", ...stranded.map((one) => element("li", inWords(one)))),
      element("p", button),
    );
  }

  const unsaved = kept.all(person).filter((one) => !isHere(one));
  const isStranded = ({ typed }) => new URL(typed.page, location.origin).pathname === location.pathname;
  const stranded = unsaved.filter(isStranded);
  const elsewhere = unsaved.filter((one) => !isStranded(one));
  if (stranded.length) handBack(stranded);
  if (elsewhere.length) remind(elsewhere);
})();

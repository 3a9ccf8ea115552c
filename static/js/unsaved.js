// On every page: what this browser keeps for the person who is signed in and has not saved yet, where it can be seen,
// and a warning before signing out would lose it.
"use strict";
(() => {
  const { kept } = opsmaturity;
  const signOut = document.querySelector("form[data-sign-out]");
  if (!signOut) return;
  const person = signOut.dataset.person;
  const warning = document.getElementById("sign-out-warning");

  const counted = (number) => (number === 1 ? "1 question" : `${number} questions`);

  function warn() {
    const left = kept.all(person).length;
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

  // What waits on other pages is saved there: each is named with the way to it.
  function remind() {
    const elsewhere = kept.all(person).filter((one) => !isHere(one));
    const places = new Map(elsewhere.map((one) => [one.typed.page, one.typed.title]));
    if (!places.size) return;
    const line = document.createElement("p");
    line.append(`You typed something for ${counted(elsewhere.length)} that is not saved yet. It is kept in this browser until you open the page: `);
    [...places].forEach(([page, title], index) => {
      const link = document.createElement("a");
      link.href = new URL(page, location.origin).pathname;
      link.textContent = title;
      line.append(index ? ", " : "", link);
    });
    line.append(".");
    const notice = document.createElement("div");
    notice.className = "notice is-undecided";
    notice.id = "unsaved-elsewhere";
    notice.append(line);
    document.getElementById("content").prepend(notice);
  }

  remind();
})();

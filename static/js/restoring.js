// What an earlier visit typed and never got acknowledged comes back to its question, is marked, and is sent.
"use strict";
(() => {
  const { rows, saving } = opsmaturity;

  // An entry that the site has by now needs no second adding.
  function draftOf(row, typed) {
    const added = [...row.querySelectorAll(".entry-text")].map((entry) => entry.textContent.trim());
    const isAdded = typed?.draft?.some(([, value]) => added.includes(value.trim()));
    return isAdded ? null : typed?.draft;
  }

  function isBack(row) {
    if (row.querySelector(".faults, .conflict")) {
      saving.hold(row);
      return false;
    }
    const typed = saving.recall(row);
    if (!typed) return false;
    const draft = draftOf(row, typed);
    if (draft) rows.showDraft(row, draft);
    const isNew = Boolean(typed.answer) && !rows.isSame(typed.answer, rows.shown(row));
    if (isNew) {
      rows.show(row, typed.answer);
      saving.resume(row, typed);
    } else {
      saving.letGo(row);
    }
    return isNew || Boolean(draft);
  }

  const back = rows.all().filter(isBack);
  if (!back.length) return;
  const notice = document.getElementById("restored");
  notice.querySelector("[data-questions]").replaceChildren(...back.flatMap((row, index) => {
    const link = document.createElement("a");
    link.href = `#${row.id}`;
    link.textContent = row.id;
    return [index ? ", " : "", link];
  }));
  notice.hidden = false;
})();

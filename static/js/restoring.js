// What an earlier visit typed and never got acknowledged comes back to its question, is marked, and is sent. So is what
// was chosen or typed before the scripts were there to see it.
"use strict";
opsmaturity.restoring = (() => {
  const { rows, saving } = opsmaturity;

  // An entry that the site has by now needs no second adding.
  function draftOf(row, typed) {
    const added = [...row.querySelectorAll(".entry-text")].map((entry) => entry.textContent.trim());
    const isAdded = typed?.draft?.some(([, value]) => added.includes(value.trim()));
    return isAdded ? null : typed?.draft;
  }

  // A text that was typed before any answer was chosen goes with the answer that stands there by now; what waited for
  // a choice between two versions goes on from none, so that it is asked again.
  function withAnswer(typed, shown) {
    if (typed.answer || !shown.answer) return { ...typed, revision: typed.revision || "0" };
    return { ...typed, answer: shown.answer, revision: shown.remark ? typed.revision : shown.revision };
  }

  function isBack(row) {
    if (row.querySelector(".faults, .conflict")) {
      saving.hold(row);
      return false;
    }
    const early = rows.touched(row);
    const typed = saving.recall(row);
    const draft = draftOf(row, typed);
    if (draft) rows.showDraft(row, draft);
    const answer = typed?.answer && withAnswer(typed.answer, rows.shown(row));
    const isNew = Boolean(answer) && !rows.isSame(answer, rows.shown(row));
    if (isNew) {
      rows.show(row, { ...answer, ...early });
      saving.resume(row, typed);
    } else if (Object.keys(early).length) {
      saving.changed(row);
    } else if (typed) {
      // What was kept of it is stored by now, but for evidence that is not added yet.
      saving.keep(row);
    }
    return isNew || Boolean(draft);
  }

  function announce(back) {
    const notice = document.getElementById("restored");
    notice.querySelector("[data-questions]").replaceChildren(...back.flatMap((row, index) => {
      const link = document.createElement("a");
      link.href = `#${row.id}`;
      link.textContent = row.id;
      return [index ? ", " : "", link];
    }));
    notice.hidden = !back.length;
  }

  announce(rows.all().filter(isBack));
  return { isBack };
})();

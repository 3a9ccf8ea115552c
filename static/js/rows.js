// What a question holds on the page: its answer, and the evidence that is typed and not added yet.
"use strict";
opsmaturity.rows = (() => {
  const PARTS = ["answer", "reason", "remark", "revision"];
  const fieldsOf = (row, name) => [...row.querySelectorAll(`[name="${name}"]:not(button)`)];
  const isChosen = (field) => field.type !== "radio" || field.checked;
  const draftFields = (row) => [...row.querySelectorAll(".evidence-fields [name]:not(button)")];
  const isText = (field) => field.matches("textarea, input[type=text]");
  const isTouched = (field) => (field.type === "radio" ? field.checked && !field.defaultChecked : field.value !== field.defaultValue);

  // The value goes where it belongs, and what is folded around it opens.
  function fill(row, name, value) {
    for (const field of fieldsOf(row, name)) {
      if (field.type === "radio") field.checked = field.value === value;
      else field.value = value;
      const folded = field.closest("details");
      if (folded && value && field.type !== "hidden") folded.open = true;
    }
  }

  return {
    all: () => [...document.querySelectorAll(".answer")],
    of: (element) => element.closest?.(".answer"),
    firstChoice: (row) => row.querySelector("input[type=radio]:checked") || row.querySelector("input[type=radio]"),

    // The parts of an answer by name; blank where nothing is chosen or typed.
    shown: (row) => Object.fromEntries(PARTS.map((name) => [name, fieldsOf(row, `${row.id}-${name}`).find(isChosen)?.value ?? ""])),
    // Only those that are not as the page brought them.
    touched: (row) => Object.fromEntries(PARTS.flatMap((name) => fieldsOf(row, `${row.id}-${name}`).filter(isTouched)
      .map((field) => [name, field.value]))),
    show: (row, answer) => Object.entries(answer).forEach(([name, value]) => fill(row, `${row.id}-${name}`, value)),
    isSame: (one, other) => ["answer", "reason", "remark"].every((name) => one[name].trim() === other[name].trim()),

    // What only the person can do before it makes sense to save; empty when nothing is missing.
    missing({ answer, reason, revision }) {
      if (!answer) return "choose an answer first.";
      if (answer === "not_applicable" && !reason.trim()) return "say why it does not apply.";
      return revision ? "" : "choose which of the two counts.";
    },

    hasDraft: (row) => draftFields(row).some((field) => isText(field) && field.value.trim()),
    draft: (row) => draftFields(row).map((field) => [field.name, field.value]),
    showDraft: (row, draft) => draft.forEach(([name, value]) => fill(row, name, value)),
    dropDraft: (row) => draftFields(row).filter(isText).forEach((field) => { field.value = ""; }),
    isDraft: (field) => Boolean(field.closest(".evidence-fields")),
  };
})();

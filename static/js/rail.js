// The rail beside the questions: it counts what the site has acknowledged on this page.
"use strict";
(() => {
  const { rows, saving } = opsmaturity;
  const isAnswered = (row) => row.querySelector("input[type=radio]:checked") && saving.isSaved(row);

  function count() {
    const here = document.querySelector(".rail a[aria-current] .rail-count");
    const every = rows.all();
    if (!here || !every.length) return;
    const done = every.filter(isAnswered).length;
    const progress = done === every.length ? "full" : done ? "half" : "empty";
    here.textContent = progress === "half" ? `${done} of ${every.length}` : `${every.length}`;
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

  document.addEventListener("opsmaturity:saved", count);

  // A long rail scrolls by itself: bring the page that is open into its view.
  const here = document.querySelector(".rail a[aria-current]");
  const rail = here && here.closest(".rail");
  if (rail && here.offsetTop > rail.clientHeight) rail.scrollTop = here.offsetTop - rail.clientHeight / 2;
})();

// News of the gates beside the questions: once answers are saved the site is asked, now and then, whether they prove a
// gate shut or open by now. What is new is shown below the question that was answered, and heard once; nothing waits for
// it, and the focus stays where it is.
"use strict";
(() => {
  const { rows, telling } = opsmaturity;
  const PAUSE = 1_500; // milliseconds in which several answers are asked about at once
  const place = document.getElementById("gate-news");
  const form = document.querySelector("form[data-walk]");
  if (!place || !form) return;
  const name = `opsmaturity:gates:${form.elements.typed_by.value}:${place.dataset.assessment}`;
  let answered = null; // the question that was saved last
  let timer = null;
  let asking = false;

  // What this person was told already in this tab; without storage it is told once a page.
  let told = read();

  function read() {
    try {
      return JSON.parse(sessionStorage.getItem(name)) || {};
    } catch {
      return {};
    }
  }

  function remember(now) {
    told = now;
    try {
      sessionStorage.setItem(name, JSON.stringify(told));
    } catch {
      // It is told again on the next page, no more.
    }
  }

  function plan() {
    if (timer === null && !asking) timer = setTimeout(ask, PAUSE);
  }

  async function ask() {
    const practice = answered;
    timer = null;
    asking = true;
    try {
      const response = await fetch(place.dataset.address, { headers: { "HX-Request": "true" }, cache: "no-store" });
      if (response.ok && response.headers.get("X-Fragment")) {
        show(new DOMParser().parseFromString(await response.text(), "text/html"), practice);
      }
    } catch {
      // Saving says that there is no connection; the next save asks again.
    }
    asking = false;
    if (answered !== practice) plan();
  }

  function show(page, practice) {
    const found = [...page.querySelectorAll(".gate-news")];
    const fresh = found.filter((one) => told[one.dataset.about] !== one.dataset.says);
    remember(Object.fromEntries(found.map((one) => [one.dataset.about, one.dataset.says])));
    if (fresh.length) {
      const card = document.getElementById(practice);
      place.replaceChildren(...fresh, page.querySelector(".gate-offers"));
      card.after(place);
      place.hidden = false;
      clear();
      telling.say(`${fresh.map((one) => one.querySelector("strong").textContent).join(" ")} More below the question.`);
    } else {
      keepTrue(found);
    }
  }

  // At the edge of the window it may lie over what has the focus, now or as it moves on.
  function clear() {
    document.documentElement.style.scrollPaddingBottom = `${place.offsetHeight}px`;
    const focused = document.activeElement.closest("label, summary, textarea, button, a");
    if (focused && form.contains(focused)) focused.scrollIntoView({ block: "nearest" });
  }

  // What stands on the page says what is true now, without a word more; what the answers prove no longer, goes.
  function keepTrue(found) {
    if (place.hidden || place.contains(document.activeElement)) return;
    place.querySelectorAll(".gate-news").forEach((shown) => {
      const now = found.find((one) => one.dataset.about === shown.dataset.about);
      if (!now) {
        shown.remove();
        return;
      }
      now.querySelector("details").open = shown.querySelector("details").open;
      shown.replaceWith(now);
    });
    place.hidden = !place.querySelector(".gate-news");
    if (place.hidden) document.documentElement.style.scrollPaddingBottom = "";
  }

  // Unfolded it stands in its place, no longer at the edge of the window.
  place.addEventListener("toggle", (event) => {
    if (event.target.open) place.scrollIntoView({ block: "nearest" });
  }, true);

  place.addEventListener("click", (event) => {
    if (!event.target.closest("[data-go-on]")) return;
    const card = place.previousElementSibling;
    place.hidden = true;
    document.documentElement.style.scrollPaddingBottom = "";
    rows.firstChoice(card).focus();
  });

  document.addEventListener("opsmaturity:saved", (event) => {
    answered = event.detail.practice;
    plan();
  });
})();

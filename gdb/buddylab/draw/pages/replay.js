// Leads through the stops of a lesson: buttons, slider, arrow keys, and the address, as in #01/6.
"use strict";

(() => {
  const main = document.getElementById("main");
  const lesson = main.dataset.lesson;
  const stops = [...document.querySelectorAll(".stop")];
  const histories = JSON.parse(document.getElementById("histories").textContent);
  const [back, slider, next, where, all] = ["back", "slider", "next", "where", "all"].map((id) =>
    document.getElementById(id));
  const name = document.title;
  const attached = new Map(); // a figure is prepared when it is first shown
  let at = 0;

  function show(number, whole) {
    at = number;
    document.body.classList.toggle("whole", whole);
    stops.forEach((stop, index) => { stop.hidden = !whole && index !== at; });
    const title = stops[at].dataset.title;
    const here = at === 0 ? title : `Stop ${at} of ${stops.length - 1}: ${title}`;
    where.textContent = whole ? "All stops" : here;
    document.title = whole ? name : `${here} · ${name}`;
    slider.value = at;
    slider.setAttribute("aria-valuetext", here);
    back.setAttribute("aria-disabled", String(at === 0));
    next.setAttribute("aria-disabled", String(at === stops.length - 1));
    all.textContent = whole ? "One by one" : "All on one page";
    all.href = whole ? `#${lesson}/${at}` : `#${lesson}/all`;
    for (const stop of whole ? stops : [stops[at]]) prepare(stop);
  }

  function prepare(stop) {
    for (const figure of stop.querySelectorAll("figure")) {
      if (attached.has(figure)) continue;
      const clock = Number(figure.dataset.clock);
      attached.set(figure, Figure.attach(figure, (address) => Figure.history(histories, address, clock)));
    }
    const current = stop.querySelector(".line.current");
    const source = stop.querySelector(".source pre");
    if (current) source.scrollTop = current.offsetTop - source.clientHeight / 2;
    Figure.fit(stop);
  }

  // To another stop. Who looks at a word goes on looking at it there.
  function go(number) {
    if (number < 0 || number >= stops.length || number === at) return;
    const focused = document.activeElement && document.activeElement.dataset.id;
    history.replaceState(null, "", `#${lesson}/${number}`);
    show(number, false);
    const seen = stops[at].querySelector(".picture");
    if (!seen || seen.getBoundingClientRect().bottom < 100) window.scrollTo(0, 0); // whoever watches a figure goes on
    if (!focused) return;
    for (const figure of stops[at].querySelectorAll("figure")) {
      const part = attached.get(figure).part(focused);
      if (part) part.focus();
    }
  }

  function follow() {
    const place = /^#\d\d\/(\d+|all)$/.exec(location.hash);
    const whole = Boolean(place) && place[1] === "all";
    const number = place && !whole ? Math.min(Number(place[1]), stops.length - 1) : whole ? at : 0;
    if (place || !location.hash) show(number, whole);
  }

  back.addEventListener("click", () => go(at - 1));
  next.addEventListener("click", () => go(at + 1));
  slider.addEventListener("input", () => go(Number(slider.value)));
  window.addEventListener("hashchange", follow);
  window.addEventListener("resize", fit);
  document.addEventListener("toggle", fit, true);
  document.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const taken = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target === slider;
    const scrolls = event.target.matches && event.target.matches(".wide[tabindex]");
    if (!step || taken || scrolls || document.body.classList.contains("whole")) return;
    event.preventDefault();
    go(at + step);
  });
  // On paper figures are broad, and hints are read; not every browser unfolds those there by the style sheet alone.
  const folded = new Set();
  let printing = false;
  function fit() {
    Figure.fit(main, printing ? Infinity : 0);
  }
  window.addEventListener("beforeprint", () => {
    printing = true;
    for (const each of document.querySelectorAll("details:not([open])")) folded.add(each);
    for (const each of folded) each.open = true;
    fit();
  });
  window.addEventListener("afterprint", () => {
    printing = false;
    for (const each of folded) each.open = false;
    folded.clear();
    fit();
  });
  document.body.classList.add("led");
  document.querySelector(".controls").hidden = all.hidden = false;
  show(0, false);
  follow();
})();

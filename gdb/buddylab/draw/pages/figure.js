// Figures that can be asked: point at a word, or move the focus there, and its history and both ends of its arrow are
// shown. A click or Enter keeps it, Escape lets go. Used by the replay and by the live picture.
"use strict";

const Figure = (() => {
  const LATEST = 8; // stores that are shown of a long history, after the first ones
  const FIRST = 40;
  const PIXELS = 96 / 72; // of a point
  const SPACE = 8; // pixels around what is to be in sight
  const LEAST = 0.6; // how much smaller than it was drawn a figure may be, as page.css has it
  const aimed = new WeakMap(); // how wide the window was when a figure was put in sight
  const choosers = new WeakMap(); // of drawings: puts the layout there that fits into so many pixels

  // Makes the drawing in `figure` answer. `tell(address)` gives the HTML element that tells a word's history, or null.
  // The figure may have more layouts, in templates: shown is the first that fits, or else the last, which is the narrowest.
  function attach(figure, tell) {
    const drawing = figure.querySelector(".drawing");
    const others = [...figure.querySelectorAll("template")].map((each) => each.content.firstElementChild);
    const layouts = [drawing.firstElementChild, ...others];
    const answers = new Map();
    const choose = (room) => {
      const svg = layouts.find((each) => LEAST * size(each)[0] * PIXELS <= room) || layouts[layouts.length - 1];
      svg.classList.toggle("narrow", svg !== layouts[0]);
      if (svg !== drawing.firstElementChild) drawing.replaceChildren(svg);
      if (answers.has(svg)) return;
      answers.set(svg, answer(figure, drawing, tell));
    };
    choosers.set(drawing, choose);
    choose(drawing.clientWidth);
    return { part: (id) => answers.get(drawing.firstElementChild).part(id) };
  }

  // How large a figure was drawn, in points.
  function size(svg) {
    return /size-(\d+)x(\d+)/.exec(svg.getAttribute("class")).slice(1).map(Number);
  }

  function answer(figure, drawing, tell) {
    const detail = figure.querySelector(".detail");
    const parts = [...drawing.querySelectorAll("g[data-id]")].filter((part) => part.querySelector(":scope > title"));
    const byId = new Map([...drawing.querySelectorAll("[data-id]")].map((part) => [part.dataset.id, part]));
    let kept = null;

    function look(part) {
      for (const marked of drawing.querySelectorAll(".looked, .end")) marked.classList.remove("looked", "end");
      drawing.classList.toggle("asked", part !== null);
      detail.replaceChildren(...(part ? told(part) : hint()));
      reachable(figure);
      if (!part) return;
      part.classList.add("looked");
      const arrow = isArrow(part) ? part : byId.get(part.dataset.id.replace(/^w-/, "e-"));
      if (arrow && arrow.dataset.to) {
        arrow.classList.add("looked");
        for (const end of [arrow.dataset.from, arrow.dataset.to]) {
          const box = byId.get(end);
          if (box && box !== part) box.classList.add("end");
        }
      }
      const now = detail.querySelector(".now");
      if (now) detail.scrollTop = now.offsetTop - detail.clientHeight + now.offsetHeight + 8;
    }

    function told(part) {
      const lines = [make("p", "meaning", part.dataset.meaning)];
      const address = /^w-([0-9a-f]+)$/.exec(part.dataset.id);
      const history = address && tell(address[1]);
      if (history) lines.push(history);
      return lines;
    }

    function hint() {
      return parts.length ? [make("p", "quiet", "Point at a word or an arrow, or press Tab to go from one to the next.")] : [];
    }

    function keep(part) {
      if (kept) kept.setAttribute("aria-pressed", "false");
      kept = kept === part ? null : part;
      if (kept) kept.setAttribute("aria-pressed", "true");
      look(kept || part);
    }

    for (const part of parts) {
      const title = part.querySelector(":scope > title");
      const texts = [...part.querySelectorAll("text")].map((text) => text.textContent);
      part.dataset.meaning = title.textContent;
      part.setAttribute("aria-label", texts.join(" ") || title.textContent); // the sentence is read out from below
      title.remove(); // no bubble is to cover the figure
      if (isArrow(part)) widen(part);
      part.setAttribute("role", "button");
      part.setAttribute("aria-pressed", "false");
      part.setAttribute("tabindex", "0");
      part.addEventListener("mouseenter", () => kept || look(part));
      part.addEventListener("mouseleave", () => kept || look(drawing.querySelector(":focus")));
      part.addEventListener("focus", () => kept || look(part));
      part.addEventListener("blur", () => kept || look(null));
      part.addEventListener("click", () => keep(part));
      part.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          keep(part);
        } else if (event.key === "Escape" && kept) {
          kept.setAttribute("aria-pressed", "false");
          kept = null;
          look(part);
        }
      });
    }
    for (const other of drawing.querySelectorAll("svg > g title")) other.remove();
    look(null);
    return { part: (id) => parts.find((part) => part.dataset.id === id) || null };
  }

  // A thin line is hard to point at: a broad one that nobody sees lies over it.
  function widen(arrow) {
    const line = arrow.querySelector("path");
    if (!line) return;
    const broad = line.cloneNode();
    broad.setAttribute("class", "broad");
    arrow.append(broad);
  }

  const isArrow = (part) => part.dataset.id.startsWith("e-");

  // The history of a word as it stood at `clock`; later stores are shown as such.
  function history(data, address, clock) {
    const word = data.words[address];
    if (!word) return null;
    const own = word.stores.filter((store) => !store[7]);
    const done = own.filter((store) => store[0] <= clock);
    const strangers = word.stores.length - own.length;
    const box = make("div", "history");
    const count = done.length === 1 ? "1 store" : `${done.length || "no"} stores`;
    const later = own.length - done.length;
    box.append(make("p", "", `Written so far: ${count}${later ? `, later ${later} more` : ""}.`));
    const list = make("ol", "");
    const shown = done.length > FIRST + LATEST ? [...done.slice(0, FIRST), null, ...done.slice(-LATEST)] : done;
    for (const store of shown) {
      list.append(store ? line(data, store) : make("li", "quiet", `… ${done.length - FIRST - LATEST} more …`));
    }
    if (done.length) list.lastChild.classList.add("now");
    for (const store of own.slice(done.length, done.length + LATEST)) {
      const item = line(data, store);
      item.classList.add("later");
      item.prepend(make("span", "", "later, "));
      list.append(item);
    }
    if (later > LATEST) list.append(make("li", "later", `… ${later - LATEST} more, later`));
    if (list.children.length) box.append(list);
    if (strangers) {
      const times = strangers === 1 ? "once" : `${strangers} times`;
      box.append(make("p", "quiet", `Before the variable existed, these bytes were written ${times} by others.`));
    }
    return box;
  }

  function line(data, [, step, time, place, before, after, label]) {
    const [func, where, source] = data.places[place];
    const item = make("li", "");
    const when = step === null ? "before step 1" : `step ${step}${time > 1 ? ` (time ${time})` : ""}`;
    item.append(make("span", "when", when), " ", make("code", "value", `${before} → ${after}${label ? ` ${label}` : ""}`));
    item.append(" ", make("span", "quiet", [func && `${func}()`, where].filter(Boolean).join(" at ")), " ");
    if (source) item.append(make("code", "line-of-source", source));
    return item;
  }

  function make(tag, classes, text) {
    const element = document.createElement(tag);
    if (classes) element.className = classes;
    if (text) element.textContent = text;
    return element;
  }

  // Puts what a figure is about in sight, where not all of it is: what changed, and the head next to it. Once, and again
  // when the window has another width, so that whoever has scrolled stays there.
  function aim(drawing) {
    const width = drawing.clientWidth;
    if (!width || aimed.get(drawing.firstElementChild) === width) return;
    aimed.set(drawing.firstElementChild, width);
    const [changed, heads] = [".node.changed", ".word.head"].map((each) =>
      [...drawing.querySelectorAll(each)].map((part) => place(part, drawing)));
    const both = changed.flatMap((one) => heads.map((other) => around(one, other)))
      .filter((box) => Math.max(box.right - box.left - width, box.bottom - box.top - drawing.clientHeight) < -2 * SPACE);
    const ways = (both.length ? both : changed.length ? changed : heads).map((box) => [
      Math.max(0, Math.min(box.left - SPACE, box.right + SPACE - width)),
      Math.max(0, Math.min(box.top - SPACE, box.bottom + SPACE - drawing.clientHeight)),
    ]);
    ways.sort((one, other) => one[0] + one[1] - other[0] - other[1]);
    if (ways.length) [drawing.scrollLeft, drawing.scrollTop] = ways[0];
  }

  // Where a part lies in its drawing, however far that is scrolled.
  function place(part, drawing) {
    const [box, frame] = [part.getBoundingClientRect(), drawing.getBoundingClientRect()];
    const [right, down] = [drawing.scrollLeft - frame.left, drawing.scrollTop - frame.top];
    return { left: box.left + right, right: box.right + right, top: box.top + down, bottom: box.bottom + down };
  }

  function around(one, other) {
    const [least, most] = [Math.min, Math.max];
    return {
      left: least(one.left, other.left), right: most(one.right, other.right),
      top: least(one.top, other.top), bottom: most(one.bottom, other.bottom),
    };
  }

  // After anything that may have changed how much room there is; or to show the layout for so many pixels.
  function fit(root, room) {
    for (const drawing of root.querySelectorAll(".drawing")) {
      const choose = choosers.get(drawing);
      if (!choose || !(room || drawing.clientWidth)) continue; // it is not shown
      choose(room || drawing.clientWidth);
      aim(drawing);
    }
    reachable(root);
  }

  // What is wider or higher than its place can be scrolled with the keys, once it has the focus.
  function reachable(root) {
    for (const each of root.querySelectorAll(".wide, .detail")) {
      const scrolls = each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1;
      if (scrolls) each.setAttribute("tabindex", "0");
      else each.removeAttribute("tabindex");
    }
  }

  return { attach, history, fit, make, size };
})();

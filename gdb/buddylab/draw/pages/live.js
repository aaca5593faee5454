// Shows what the session writes beside this page: looks at state.js again and again, and at the figures it names. A page
// from a disk may not read other files, but it may run them as scripts; so each file is a call of one function here.
"use strict";

const Live = (() => {
  const PAUSE = 400; // milliseconds between two looks
  const [lesson, session, title, text, pictures] = ["lesson", "session", "title", "text", "pictures"].map((id) =>
    document.getElementById(id));
  let seen = "";
  let looks = 0;

  function run(file, then) {
    const script = document.createElement("script");
    script.src = `${file}?${Date.now()}-${looks++}`;
    script.onload = script.onerror = () => {
      script.remove();
      then();
    };
    document.head.append(script);
  }

  function state(now) {
    const here = `${now.session} ${now.serial}`;
    if (here === seen) return;
    seen = here;
    session.textContent = now.ended ? "The session has ended; the next lab view is shown here." : "Live";
    session.classList.toggle("over", Boolean(now.ended));
    lesson.textContent = now.lesson;
    title.textContent = now.title;
    document.title = `${now.title} · ${now.lesson}`;
    if (text.dataset.html !== now.text) {
      text.dataset.html = now.text; // what is unfolded there stays so while one steps
      text.innerHTML = now.text;
    }
    while (pictures.children.length > now.pictures.length) pictures.lastChild.remove();
    now.pictures.forEach(prepare);
    if (!now.pictures.length) pictures.append(empty(now));
    Figure.fit(document.body);
  }

  function empty(now) {
    const words = now.ended || !now.text ? "" : "Nothing to draw here yet: show-list or show-freelists draws something.";
    const box = document.createElement("figure");
    box.append(Figure.make("p", "quiet", words));
    return box;
  }

  function prepare(picture, number) {
    let box = pictures.children[number];
    if (!box || !box.dataset.heading) {
      const fresh = document.createElement("figure");
      fresh.innerHTML =
        '<figcaption><kbd></kbd> <span></span> <a download>Save the figure</a></figcaption>' +
        '<div class="drawing wide"></div>' +
        '<div class="detail" role="status" aria-label="The word or arrow looked at"></div>';
      if (box) box.replaceWith(fresh);
      else pictures.append(fresh);
      box = fresh;
    }
    box.dataset.heading = picture.heading;
    box.querySelector("kbd").textContent = picture.heading;
    box.querySelector("figcaption span").textContent = picture.message;
    box.querySelector("a").href = `figure-${number}.svg`;
    for (const part of box.querySelectorAll("a, .drawing, .detail")) part.hidden = Boolean(picture.message);
    if (!picture.message) run(`figure-${number}.js`, () => {});
  }

  // A figure that differs from the one shown takes its place; who looks at a word goes on looking at it.
  const shown = new Map();
  function figure(number, serial, layouts) {
    const box = pictures.children[number];
    if (!box || shown.get(box) === layouts.join()) return;
    shown.set(box, layouts.join());
    const focused = box.contains(document.activeElement) && document.activeElement.dataset.id;
    for (const each of box.querySelectorAll("template")) each.remove();
    box.querySelector(".drawing").innerHTML = layouts[0];
    for (const svg of layouts.slice(1)) {
      const template = document.createElement("template");
      template.innerHTML = svg;
      box.append(template);
    }
    measure(box);
    const attached = Figure.attach(box, tell);
    const part = focused && attached.part(focused);
    if (part) part.focus();
    Figure.fit(box);
  }

  // Says how large each layout was drawn, where the pages of lessons have a style sheet for it.
  function measure(box) {
    const others = [...box.querySelectorAll("template")].map((each) => each.content.firstElementChild);
    const sizes = [box.querySelector(".drawing > svg"), ...others].map((svg) => {
      const [width, height] = Figure.size(svg);
      svg.style.setProperty("--width", width);
      svg.style.setProperty("--height", height);
      return width;
    });
    box.dataset.width = sizes[0];
    const widest = Math.max(...[...pictures.children].map((each) => Number(each.dataset.width) || 0));
    pictures.parentElement.style.setProperty("--width", widest);
  }

  function tell() {
    return Figure.make("p", "quiet", "show-writes shows who wrote this word.");
  }

  function look() {
    run("state.js", () => setTimeout(look, PAUSE));
  }
  look();
  window.addEventListener("resize", () => Figure.fit(document.body));
  return { state, figure };
})();

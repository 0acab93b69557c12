// The fields of the form: they grow, take dropped files, and show the marks behind their words.
"use strict";

const PlumblineFields = (() => {
  const form = document.getElementById("check");
  const grows = CSS.supports("field-sizing", "content");
  const FILES = /\.(md|markdown|txt)$/i;
  const MOST_BYTES = 200000;
  const mirrors = new Map();

  const areas = () => [...form.querySelectorAll("textarea")];
  const shape = () => form.elements.shape.value;
  const isWritten = () => {
    const panel = form.querySelector(`[data-shape="${shape()}"]`);
    return [...panel.querySelectorAll("textarea")].some((area) => area.value.trim());
  };

  function grow(area) {
    if (grows) return;
    area.style.height = "auto"; // set through the object model, which the policy allows
    area.style.height = `${area.scrollHeight + 2}px`;
  }

  // Marks behind a text area: decoration, which vanishes where colours are forced.
  function mirrorOf(area) {
    let mirror = mirrors.get(area);
    if (!mirror) {
      const node = document.createElement("div");
      node.className = "mirror";
      node.setAttribute("aria-hidden", "true");
      area.before(node);
      area.parentElement.classList.add("grows");
      mirror = { node, marks: [], value: area.value };
      mirrors.set(area, mirror);
    }
    return mirror;
  }

  function draw(area, mirror) {
    const { value } = area;
    const parts = [];
    let position = 0;
    for (const [start, end, hue] of mirror.marks) {
      const mark = document.createElement("mark");
      mark.className = hue;
      mark.textContent = value.slice(start, end);
      parts.push(value.slice(position, start), mark);
      position = end;
    }
    // A line break at the very end takes no room of its own in a block.
    parts.push(`${value.slice(position)}\u200b`);
    mirror.node.replaceChildren(...parts);
    mirror.value = value;
  }

  function setMarks(area, marks) {
    const mirror = mirrorOf(area);
    mirror.marks = marks;
    draw(area, mirror);
  }

  // Moves the marks behind an edit and drops those that it touches, until the answer comes.
  function shift(area) {
    const mirror = mirrors.get(area);
    if (!mirror) return;
    const [before, after] = [mirror.value, area.value];
    const shorter = Math.min(before.length, after.length);
    let head = 0;
    while (head < shorter && before[head] === after[head]) head += 1;
    let tail = 0;
    while (
      tail < shorter - head &&
      before[before.length - 1 - tail] === after[after.length - 1 - tail]
    ) {
      tail += 1;
    }
    const moved = after.length - before.length;
    mirror.marks = mirror.marks.flatMap(([start, end, hue]) => {
      if (end <= head) return [[start, end, hue]];
      if (start >= before.length - tail) return [[start + moved, end + moved, hue]];
      return [];
    });
    draw(area, mirror);
  }

  function addObjective(text = "", results = "") {
    const list = document.getElementById("objectives");
    const number = list.children.length + 1;
    const block = list.lastElementChild.cloneNode(true);
    block.querySelector("legend").textContent = `Objective ${number}`;
    for (const node of block.querySelectorAll("[id], [for], [aria-describedby]")) {
      for (const name of ["id", "for", "aria-describedby"]) {
        const value = node.getAttribute(name);
        if (value) node.setAttribute(name, value.replace(/-\d+/g, `-${number}`));
      }
    }
    const [aim, evidence] = block.querySelectorAll("textarea");
    aim.value = text;
    evidence.value = results;
    list.append(block);
    return aim;
  }

  // Returns what is written in the shape that is chosen, as a plain object.
  function state() {
    const value = (name) => form.elements[name].value;
    const chosen = { shape: shape(), profile: value("profile") };
    if (chosen.shape === "statement") {
      return { ...chosen, text: value("text"), declared: value("declared") };
    }
    if (chosen.shape === "document") {
      return { ...chosen, document: value("document"), name: value("name") };
    }
    const objectives = [...document.querySelectorAll(".objective")]
      .map((block) => [...block.querySelectorAll("textarea")].map((area) => area.value))
      .filter((pair) => pair.some((text) => text.trim()));
    const names = ["mission", "vision", "values", "strategy"];
    return { ...chosen, ...Object.fromEntries(names.map((n) => [n, value(n)])), objectives };
  }

  function fill(given) {
    const names = ["text", "mission", "vision", "values", "strategy", "document", "name"];
    for (const name of names) {
      if (typeof given[name] === "string") form.elements[name].value = given[name];
    }
    for (const name of ["declared", "profile"]) {
      const select = form.elements[name];
      if ([...select.options].some((option) => option.value === given[name])) {
        select.value = given[name];
      }
    }
    const tab = document.getElementById(`shape-${given.shape}`);
    if (tab) tab.checked = true;
    const objectives = Array.isArray(given.objectives) ? given.objectives.slice(0, 40) : [];
    objectives.forEach((pair, index) => {
      const [text, results] = Array.isArray(pair) ? pair.map(String) : [String(pair), ""];
      const block = document.querySelectorAll(".objective")[index];
      if (!block) addObjective(text, results ?? "");
      else [...block.querySelectorAll("textarea")].forEach((a, i) => (a.value = pair[i] ?? ""));
    });
    areas().forEach((area) => (grow(area), shift(area)));
  }

  // Reads a file into the text area; returns what is wrong with it, or an empty string.
  async function read(file) {
    if (!FILES.test(file.name)) {
      return `“${file.name}” is not Markdown (.md) or plain text (.txt); save it as one of them`;
    }
    if (file.size > MOST_BYTES) return `“${file.name}” is larger than 200 kB; split it`;
    let text;
    try {
      const bytes = await file.arrayBuffer();
      text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return `“${file.name}” is not UTF-8; save it as UTF-8 and try again`;
    }
    if (text.includes("\0")) return `“${file.name}” is not a text file`;
    fill({ shape: "document", document: text.replaceAll("\r\n", "\n"), name: file.name });
    return "";
  }

  areas().forEach(grow);
  form.addEventListener("input", (event) => {
    if (event.target.localName !== "textarea") return;
    grow(event.target);
    shift(event.target);
    // A text that was typed over is no longer the file that it came from.
    if (event.target.id === "document" && !event.target.value) form.elements.name.value = "";
  });

  return { form, shape, isWritten, setMarks, state, fill, read, addObjective };
})();

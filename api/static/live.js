// Asks again while somebody writes, and changes only what has changed. Without this script the form
// is sent as a whole, and everything but the live answers works.
"use strict";

(() => {
  const { form, shape, isWritten, setMarks, state, fill, read, addObjective } = PlumblineFields;
  const SMALL = matchMedia("(max-width: 39.99rem)");
  const sheet = document.getElementById("sheet");
  const setAside = new Set();
  const result = () => document.getElementById("result");
  const { changed, ask, fail, morph, announce, announceSoon } = PlumblineAsk({
    form,
    isWritten,
    show,
  });

  let latest = null; // the newest answer as the server gave it
  let opener = null; // the mark that opened the sheet

  // Showing

  function show(fresh, { live }) {
    enhance(fresh);
    latest = fresh.cloneNode(true);
    compareScores(result(), fresh);
    const before = openCards(result());
    if (live && form.contains(document.activeElement)) settle(result(), fresh);
    morph(fresh);
    const heading = document.getElementById("questions");
    document.title = `${heading.textContent} – Plumbline`;
    mark();
    if (live) {
      announceSoon(() => news(before));
    } else {
      heading.focus();
    }
  }

  function mark() {
    const field = { statement: "text", document: "document" }[shape()];
    if (field) setMarks(form.elements[field], JSON.parse(result().dataset.marks || "[]"));
  }

  function openCards(root) {
    return [...root.querySelectorAll("[data-card]:not(.answered)")].map((card) => card.id);
  }

  function news(before) {
    const after = openCards(result());
    const answered = before.filter((id) => !after.includes(id)).length;
    const added = after.filter((id) => !before.includes(id)).length;
    const heading = document.getElementById("questions").textContent;
    const parts = [heading];
    if (answered) parts.push(`${answered} answered`);
    if (added) parts.push(`${added} new`);
    return parts.join(", ");
  }

  // While somebody writes, no card may jump: the answered stay where they are, the new come last.
  function settle(old, fresh) {
    const [shown, more] = ["ol[data-cards]", ".others ol[data-cards]"].map((selector) => {
      const list = old.querySelector(`.questions ${selector}`);
      return list ? [...list.children] : [];
    });
    if (!shown.length) return;
    const answers = new Map(
      [...fresh.querySelectorAll("[data-card]")].map((card) => [card.id, card]),
    );
    const keep = (card) => {
      const answer = answers.get(card.id);
      answers.delete(card.id);
      return answer ?? answered(card.cloneNode(true));
    };
    const first = shown.map(keep);
    const second = more.map(keep);
    for (const card of answers.values()) (first.length < 5 ? first : second).push(card);
    let list = fresh.querySelector(".questions > ol[data-cards]");
    if (!list) {
      list = document.createElement("ol");
      list.className = "cards";
      list.dataset.cards = "";
      fresh.querySelector(".questions").append(list);
    }
    list.replaceChildren(...first);
    let others = fresh.querySelector(".others");
    if (second.length && !others) {
      others = old.querySelector(".others")?.cloneNode(true) ?? moreCards();
      list.after(others);
    }
    if (!others) return;
    if (!second.length) return void others.remove();
    others.querySelector("summary").textContent = `Show ${second.length} more`;
    others.querySelector("ol").replaceChildren(...second);
  }

  function moreCards() {
    const others = document.createElement("details");
    others.className = "others";
    others.id = "others";
    const list = document.createElement("ol");
    list.className = "cards";
    list.dataset.cards = "";
    others.append(document.createElement("summary"), list);
    return others;
  }

  function answered(card) {
    if (card.classList.contains("answered")) return card;
    card.classList.add("answered");
    const word = document.createElement("b");
    word.className = "verdict-word";
    word.textContent = "Answered";
    card.querySelector(".place").append(word);
    return card;
  }

  function compareScores(old, fresh) {
    const values = new Map(
      [...old.querySelectorAll("[data-score]")].map((s) => [s.dataset.score, s.dataset.value]),
    );
    for (const score of fresh.querySelectorAll("[data-score]")) {
      const was = values.get(score.dataset.score);
      if (was !== undefined && was !== score.dataset.value) {
        score.querySelector("[data-was]").textContent = `was ${was}`;
      }
    }
  }

  // What only a script can do is offered by the script.
  function enhance(root) {
    for (const button of root.querySelectorAll("[data-share], [data-copy], [data-print]")) {
      button.hidden = false;
    }
    for (const card of root.querySelectorAll("[data-card]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plainly";
      button.dataset.aside = "";
      button.textContent = "Not relevant";
      card.querySelector(".under").append(button);
      if (setAside.has(card.id)) putAside(card);
    }
  }

  function putAside(card) {
    card.classList.add("set-aside");
    const line = document.createElement("p");
    line.className = "verdict";
    line.append("Set aside ");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plainly";
    button.dataset.undo = "";
    button.textContent = "Ask it after all";
    line.append(button);
    card.append(line);
    return button;
  }

  // Events of the form

  form.addEventListener("input", (event) => {
    if (event.target.localName === "textarea") changed();
  });
  form.addEventListener("change", async (event) => {
    if (event.target.id === "file") {
      const [file] = event.target.files;
      if (file) await take(file);
      event.target.value = "";
    } else if (event.target.localName === "select") {
      changed();
    }
  });
  form.addEventListener("submit", (event) => {
    const name = event.submitter?.name;
    if (name === "add") {
      event.preventDefault();
      addObjective().focus();
    } else if (!name) {
      event.preventDefault();
      ask({ live: false });
    }
  });
  form.addEventListener("focusout", () => {
    // Later, for a card must not move under a pointer that is just pressing it.
    setTimeout(() => {
      if (!latest || form.contains(document.activeElement)) return;
      if (!result().querySelector(".answered")) return;
      const fresh = latest.cloneNode(true);
      morph(fresh);
    }, 300);
  });

  async function take(file) {
    const fault = await read(file);
    if (fault) fail(["file", fault], { live: false });
    else ask({ live: false });
  }

  let inside = 0;
  form.querySelector("[data-drop]").hidden = false;
  form.addEventListener("dragenter", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    inside += 1;
    form.classList.add("dropping");
  });
  form.addEventListener("dragleave", () => {
    inside = Math.max(0, inside - 1);
    if (!inside) form.classList.remove("dropping");
  });
  form.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  form.addEventListener("drop", (event) => {
    inside = 0;
    form.classList.remove("dropping");
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    take(file);
  });

  // Events of the result

  document.addEventListener("click", (event) => {
    const target = event.target.closest("a, button");
    if (!target) return;
    if (target.matches(".words a") && SMALL.matches && sheet.showPopover) {
      const card = document.getElementById(target.hash.slice(1));
      if (card) {
        event.preventDefault();
        openSheet(card, target);
      }
    } else if ("aside" in target.dataset) {
      const card = target.closest("[data-card]");
      setAside.add(card.id);
      putAside(card).focus();
    } else if ("undo" in target.dataset) {
      const card = target.closest("[data-card]");
      setAside.delete(card.id);
      card.classList.remove("set-aside");
      target.closest(".verdict").remove();
      card.focus();
    } else if ("share" in target.dataset) {
      share();
    } else if ("copy" in target.dataset) {
      copy(document.getElementById("as-markdown").value, "The report is copied as Markdown.");
    } else if ("print" in target.dataset) {
      print();
    }
  });

  for (const [type, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(type, (event) => {
      const link = event.target.closest?.(".words a");
      if (link) document.getElementById(link.hash.slice(1))?.classList.toggle("lit", on);
    });
  }

  async function share() {
    const link = await PlumblineShare.link(state());
    if (link) await copy(link, "The link is copied. It holds the text itself: share it with care.");
    else tell("The text is too long for a link; take the HTML file instead.");
  }

  async function copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      tell(done);
    } catch {
      const area = document.getElementById("as-markdown");
      area.value = text;
      area.hidden = false;
      area.select();
      tell("The browser does not let a page copy; the text is selected below.");
    }
  }

  function tell(message) {
    document.querySelector("[data-told]").textContent = message;
    announce(message);
  }

  // The sheet: one question over the words

  function openSheet(card, mark) {
    opener = mark;
    const title = document.createElement("h2");
    title.id = "sheet-title";
    title.tabIndex = -1;
    title.textContent = card.querySelector("h3").textContent;
    const parts = [...card.querySelectorAll(".also, .quoted, .gaps, .cost, .try")].map((node) =>
      node.cloneNode(true),
    );
    const buttons = document.createElement("p");
    buttons.className = "buttons";
    const cards = [...document.querySelectorAll("[data-card]:not(.answered, .set-aside)")];
    const at = cards.indexOf(card);
    for (const [words, go] of [
      ["‹ Previous", () => openSheet(cards.at(at - 1), mark)],
      ["Next ›", () => openSheet(cards[(at + 1) % cards.length], mark)],
      ["Close", () => sheet.hidePopover()],
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = words;
      button.addEventListener("click", go);
      if (cards.length > 1 || words === "Close") buttons.append(button);
    }
    sheet.replaceChildren(title, ...parts, buttons);
    if (!sheet.matches(":popover-open")) sheet.showPopover();
    title.focus();
  }

  sheet.addEventListener("toggle", (event) => {
    if (event.newState === "closed") opener?.focus();
  });

  // Beginning

  async function load() {
    const given = await PlumblineShare.state(location.hash);
    if (!given) return;
    fill(given);
    if (isWritten()) ask({ live: false });
  }

  enhance(result());
  if (result().dataset.state !== "empty") mark();
  addEventListener("hashchange", load);
  load();
})();

// Sends a form while somebody writes and hands the answer on: debounced, the newest only, errors
// told beside their field. Every page whose form is answered in place uses it.
"use strict";

const PlumblineAsk = ({ form, isWritten, show }) => {
  const PAUSE = 400; // ms without typing before the text is read
  const QUIET = 1000; // ms without typing before a change is announced
  const WAIT = "Re-reading…";
  const status = document.getElementById("status");
  const reading = document.getElementById("reading");
  const result = () => document.getElementById("result");
  const problem = () => document.getElementById("problem");

  let revision = 0; // of the text; an answer to an older one is thrown away
  let request = null;
  let timer = 0;
  let speaking = 0;

  function changed() {
    revision += 1;
    request?.abort();
    clearTimeout(timer);
    clearTimeout(speaking);
    timer = setTimeout(() => ask({ live: true }), PAUSE);
  }

  async function ask({ live }) {
    clearTimeout(timer);
    if (live && !isWritten()) {
      reading.textContent = "";
      result().removeAttribute("aria-busy"); // what was under way has been called off
      return;
    }
    request?.abort();
    request = new AbortController();
    const mine = ++revision;
    const slow = setTimeout(() => (reading.textContent = WAIT), 400);
    result().setAttribute("aria-busy", "true");
    try {
      const body = new FormData(form);
      body.delete("file"); // a chosen file stands in the text area by now
      const response = await fetch(form.action, {
        method: "POST",
        body,
        headers: { "X-Fragment": "1" },
        signal: request.signal,
      });
      const text = await response.text();
      if (mine !== revision) return;
      const page = new DOMParser().parseFromString(text, "text/html");
      const fresh = page.getElementById("result");
      if (fresh) {
        clearFaults();
        reading.textContent = "";
        show(fresh, { live });
      } else fail(said(page, response, text), { live });
    } catch (error) {
      if (error.name === "AbortError" || mine !== revision) return;
      fail(["send", "The service does not answer; your text is kept. Try again in a moment"], {
        live,
      });
    } finally {
      clearTimeout(slow);
      if (mine === revision) {
        if (reading.textContent === WAIT) reading.textContent = "";
        result().removeAttribute("aria-busy");
      }
    }
  }

  // Returns the field and the message of an answer that is no result.
  function said(page, response, text) {
    const link = page.querySelector("#problem a");
    if (link) return [link.getAttribute("href").slice(1), link.textContent];
    try {
      return ["send", JSON.parse(text).detail];
    } catch {
      return ["send", `The service answered ${response.status}; your text is kept`];
    }
  }

  function fail([field, message], { live }) {
    if (live) {
      reading.textContent = message;
      announce(message);
      return;
    }
    const box = document.createElement("div");
    box.className = "error-summary";
    box.setAttribute("role", "alert");
    box.tabIndex = -1;
    const title = document.createElement("h2");
    title.textContent = "There is a problem";
    const list = document.createElement("ul");
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${field}`;
    link.textContent = message;
    item.append(link);
    list.append(item);
    box.append(title, list);
    clearFaults();
    problem().replaceChildren(box);
    const control = document.getElementById(field);
    if (control?.localName === "textarea") {
      const fault = document.createElement("p");
      fault.className = "fault";
      fault.id = `${field}-fault`;
      fault.textContent = message;
      control.parentElement.before(fault);
      control.setAttribute("aria-invalid", "true");
      const hint = document.getElementById(`${field}-hint`);
      control.setAttribute("aria-describedby", hint ? `${hint.id} ${fault.id}` : fault.id);
    }
    document.title = `Error: ${document.title.replace(/^Error: /, "")}`;
    box.focus();
  }

  function clearFaults() {
    if (!problem().firstElementChild && !form.querySelector(".fault")) return;
    form.querySelectorAll(".fault").forEach((fault) => fault.remove());
    form.querySelectorAll("[aria-invalid]").forEach((f) => f.removeAttribute("aria-invalid"));
    problem().replaceChildren();
  }

  // Changes the page into the answer; what somebody has opened stays open.
  function morph(fresh) {
    Idiomorph.morph(result(), fresh, {
      morphStyle: "outerHTML",
      callbacks: {
        beforeAttributeUpdated: (name, node) => !(name === "open" && node.localName === "details"),
      },
    });
  }

  function announce(text) {
    if (status.textContent !== text) status.textContent = text;
  }

  // Announces once nothing has been typed for a while.
  function announceSoon(text) {
    speaking = setTimeout(() => announce(text()), QUIET - PAUSE);
  }

  return { changed, ask, fail, morph, announce, announceSoon };
};

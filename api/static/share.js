// Packs a form into the fragment of a link. A browser sends no fragment, so the text stays with
// those who hold the link.
"use strict";

const PlumblineShare = (() => {
  const PREFIX = "#s=";
  const LONGEST = 60000; // characters of a link, and of what may be unpacked from one, times ten

  async function through(bytes, stream) {
    const packed = new Blob([bytes]).stream().pipeThrough(stream);
    return new Uint8Array(await new Response(packed).arrayBuffer());
  }

  function toText(bytes) {
    let binary = "";
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  }

  function toBytes(text) {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  }

  // Returns the link of a state, a plain object; null where it would be too long.
  async function link(state) {
    const bytes = new TextEncoder().encode(JSON.stringify(state));
    const packed = await through(bytes, new CompressionStream("deflate-raw"));
    const address = new URL(location.href);
    address.search = "";
    address.hash = PREFIX + toText(packed);
    return address.href.length > LONGEST ? null : address.href;
  }

  // Returns the state in a fragment, or null where there is none that can be read.
  async function state(fragment) {
    if (!fragment.startsWith(PREFIX) || fragment.length > LONGEST) return null;
    try {
      const packed = toBytes(fragment.slice(PREFIX.length));
      const bytes = await through(packed, new DecompressionStream("deflate-raw"));
      if (bytes.length > 10 * LONGEST) return null;
      const value = JSON.parse(new TextDecoder().decode(bytes));
      return value && typeof value === "object" && !Array.isArray(value) ? value : null;
    } catch {
      return null;
    }
  }

  return { link, state };
})();

// Search runs in a worker, which a browser refuses to a page opened from a file: there, in a frame of the page.
// As with a worker, a message is a copy, and arrives after what sent it has ended.
if (location.protocol === "file:") {
  window.Worker = class {
    constructor(address) {
      this.waiting = [];
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "search";
      document.body.append(frame);
      const inside = (this.inside = frame.contentWindow);
      inside.postMessage = (data) => {
        const copy = structuredClone(data);
        setTimeout(() => this.onmessage?.({ data: copy }));
      };
      const script = inside.document.createElement("script");
      script.src = new URL(address, location);
      script.onload = () => {
        this.ready = true;
        this.waiting.splice(0).forEach((data) => this.postMessage(data));
      };
      inside.document.body.append(script);
    }
    postMessage(data) {
      const copy = structuredClone(data);
      if (this.ready) setTimeout(() => this.inside.onmessage?.({ data: copy }));
      else this.waiting.push(copy);
    }
    terminate() {}
  };
}

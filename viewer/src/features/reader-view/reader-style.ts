/** The looks of the text; size, width and colours come from the reader around it. */
export const READER_STYLE = `
:host{display:block;color:inherit}
article{max-width:calc(var(--reader-width)*1ch);margin:0 auto;padding:2.5rem 1.25rem 6rem;font:var(--reader-size)/1.6 Georgia,"Times New Roman",serif;overflow-wrap:break-word}
h1,h2,h3,h4,h5,h6{font-family:system-ui,sans-serif;line-height:1.25;margin:1.6em 0 .6em;text-wrap:balance}
h1{font-size:1.6em}h2{font-size:1.35em}h3{font-size:1.15em}h4,h5,h6{font-size:1em}
p,ul,ol,pre{margin:0 0 1em}
ul,ol{padding-inline-start:1.6em}
ul.marked,.contents{list-style:none}.contents{padding:0}
.mark{display:inline-block;min-width:1.2em;margin-inline-start:-1.6em;padding-inline-end:.4em;color:var(--reader-soft)}
a{color:var(--reader-link)}
figure{margin:1.5em 0;text-align:center}
figure img{max-width:100%;height:auto;background:#fff;border-radius:2px}
figcaption,.caption,caption{color:var(--reader-soft);font-size:.92em}
.table{overflow-x:auto;margin:1.5em 0}
table{border-collapse:collapse;font:.88em/1.45 system-ui,sans-serif;font-variant-numeric:tabular-nums}
th,td{border:1px solid var(--reader-line);padding:.3em .6em;text-align:start;vertical-align:top}
th{background:var(--reader-shade)}
pre{overflow-x:auto;background:var(--reader-shade);padding:.8em 1em;font-size:.85em;line-height:1.45}
.footnote{color:var(--reader-soft);font-size:.88em}.footnote p{margin:0}
hr.notes{border:0;border-top:1px solid var(--reader-line);width:30%;margin:2em auto 1em 0}
sup,sub{line-height:0}
.formula{text-align:center;overflow-x:auto}
.formula img{max-width:100%;height:auto;background:#fff;border-radius:2px}
section.vertical{writing-mode:vertical-rl;height:min(36em,85vh);max-width:100%;overflow-x:auto}
`;

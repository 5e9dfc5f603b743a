import type { BrowserDocument, Metadata, PageBoxes, PageFont, Permissions } from '@ode/engine/browser';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useViewerContext, useViewerState } from '../../core/context.js';
import { enProperties } from '../../messages/en-properties.js';
import { addEnglish, useMessages, type MessageKey } from '../../messages/messages.js';
import { bytesIn } from '../attachments/state.js';
import { Loaded, useRead } from '../side-panel/loaded.js';
import { boxesShown, distinctFonts, sizeGroups } from './state.js';
import './properties.css';

addEnglish(enProperties);

interface Facts {
  metadata: Metadata;
  permissions: Permissions;
  fonts: PageFont[];
}

/** Pages whose fonts are looked at: in a longer document, the first ones. */
const MOST_PAGES = 200;

const readFacts = async (document: BrowserDocument): Promise<Facts> => {
  const pages = Array.from({ length: Math.min(document.pageCount, MOST_PAGES) }, (_, i) => i);
  const [metadata, permissions, ...fonts] = await Promise.all([
    document.metadata(),
    document.permissions(),
    ...pages.map((page) => document.fonts(page, { priority: 'background' }).catch(() => [])),
  ]);
  return { metadata, permissions, fonts: distinctFonts(fonts.flat()) };
};

const RIGHTS = ['print', 'copy', 'modify', 'annotate', 'fillForms', 'assemble'] as const;

/** The tab "Properties". */
export default function Properties() {
  const { t, locale } = useMessages();
  const { document, name, fileSize } = useViewerContext();
  const facts = useRead(readFacts);
  const sizes = useViewerState((state) => state.sizes);
  const groups = useMemo(() => sizeGroups(sizes), [sizes]);

  if (!facts) return <Loaded items={null} none="panel.reading" children={() => null} />;
  const { metadata, permissions, fonts } = facts;
  const date = (value?: string) => {
    const time = value === undefined ? NaN : Date.parse(value);
    return Number.isNaN(time) ? value : new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(time);
  };
  const mm = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const length = (value: number) => mm.format(value);
  const denied = RIGHTS.filter((right) => !permissions[right]);
  const language = metadata.language && languageName(metadata.language, locale);

  return (
    <dl className="ode-properties">
      <Fact label="properties.file" value={<bdi>{name}</bdi>} />
      <Fact label="properties.title" value={metadata.title} />
      <Fact label="properties.author" value={metadata.author} />
      <Fact label="properties.subject" value={metadata.subject} />
      <Fact label="properties.keywords" value={metadata.keywords} />
      <Fact label="properties.pages" value={t('properties.page-count', { count: document.pageCount })} />
      <Fact
        label="properties.size"
        value={groups.map((group, i) => (
          <span key={i}>
            {[group.name, `${length(group.width)} × ${length(group.height)} mm`].filter(Boolean).join(' · ')}
            {groups.length > 1 && ` (${t('properties.page-count', { count: group.pages })})`}
          </span>
        ))}
      />
      <Boxes />
      <Fact label="properties.bytes" value={fileSize !== null && bytesIn(fileSize, locale)} />
      <Fact label="properties.created" value={date(metadata.created)} />
      <Fact label="properties.modified" value={date(metadata.modified)} />
      <Fact label="properties.creator" value={metadata.creator} />
      <Fact label="properties.producer" value={metadata.producer} />
      <Fact label="properties.version" value={metadata.pdfVersion} />
      <Fact label="properties.language" value={language} />
      <Fact label="properties.tagged" value={t(metadata.tagged ? 'properties.yes' : 'properties.no')} />
      <Fact
        label="properties.fonts"
        value={
          fonts.length > 0 &&
          fonts.map((font) => (
            <span key={`${font.id} ${font.name}`}>
              <bdi>{font.name || t('properties.font.unnamed')}</bdi>
              <small>
                {t(`properties.font.${font.embedded ? (font.subset ? 'subset' : 'embedded') : 'missing'}`, { type: font.type })}
              </small>
            </span>
          ))
        }
      />
      <Fact
        label="properties.rights"
        value={
          denied.length ? denied.map((right) => <span key={right}>{t(`properties.denied.${right}`)}</span>) : t('properties.all-allowed')
        }
      />
    </dl>
  );
}

/** The boxes of the page that is looked at (ISO 32000-2, 14.11.2). */
function Boxes() {
  const { t, locale } = useMessages();
  const { document } = useViewerContext();
  const page = useViewerState((state) => state.page);
  const [boxes, setBoxes] = useState<PageBoxes>({});
  useEffect(() => {
    let gone = false;
    void document
      .boxes(page)
      .then((found) => gone || setBoxes(found))
      .catch(() => undefined); // then there is nothing to tell of them
    return () => void (gone = true);
  }, [document, page]);
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const shown = boxesShown(boxes);
  return (
    <Fact
      label="properties.boxes"
      value={
        shown.length > 0 &&
        shown.map(({ kind, x, y, width, height }) => (
          <span key={kind}>
            {t(`properties.box.${kind}`)}
            <small dir="ltr">
              {number.format(width)} × {number.format(height)} mm
              {x || y ? `, ${number.format(x)}, ${number.format(y)}` : ''}
            </small>
          </span>
        ))
      }
    />
  );
}

function Fact({ label, value }: { label: MessageKey; value: ReactNode }) {
  const { t } = useMessages();
  if (!value) return null;
  return (
    <>
      <dt>{t(label)}</dt>
      <dd dir="auto">{value}</dd>
    </>
  );
}

/** `English (United States)` for `en-US`; the code itself where nobody knows it. */
function languageName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

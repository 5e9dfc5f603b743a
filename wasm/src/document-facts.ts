import { Part } from './abi.js';
import { fieldOf, widgetsOf, type RawField, type RawWidget } from './form-fields.js';
import { titleOfXmp } from './xmp-title.js';
import type {
  Annotation,
  Attachment,
  Form,
  FormWidget,
  Layer,
  LayerOrder,
  Link,
  Metadata,
  NamedDestination,
  OutlineItem,
  PageBoxes,
  PageFont,
  Permissions,
  StructureElement,
  Target,
  ViewerPreferences,
} from './types.js';

/** What a document says of itself and of its pages, as the engine writes it in JSON. */
export abstract class DocumentFacts {
  abstract readonly pageCount: number;
  protected abstract json<T>(what: Part, page?: number): T | null;
  /** Throws `page-out-of-range`. */
  protected abstract check(page: number): void;

  outline(): OutlineItem[] {
    const items = this.json<OutlineItem[]>(Part.Outline) ?? [];
    const resolve = (item: OutlineItem): void => {
      resolveUrl(item);
      item.children.forEach(resolve);
    };
    items.forEach(resolve);
    return items;
  }

  labels(): string[] {
    const labels = this.json<string[]>(Part.Labels) ?? [];
    return Array.from({ length: this.pageCount }, (_, i) => labels[i] ?? String(i + 1));
  }

  metadata(): Metadata {
    const told = this.json<Metadata>(Part.Metadata) ?? {};
    const title = told.title || (told.xmp && titleOfXmp(told.xmp));
    return title ? { ...told, title } : told;
  }

  attachments(): Attachment[] {
    return this.json(Part.Attachments) ?? [];
  }

  documentAttachments(): Attachment[] {
    return this.json(Part.DocumentAttachments) ?? [];
  }

  layers(): Layer[] {
    return this.json(Part.Layers) ?? [];
  }

  layerOrder(): LayerOrder[] {
    return this.json(Part.LayerOrder) ?? [];
  }

  viewerPreferences(): ViewerPreferences {
    return resolveUrl(this.json<ViewerPreferences>(Part.ViewerPreferences) ?? {});
  }

  namedDestinations(): NamedDestination[] {
    return this.json(Part.NamedDestinations) ?? [];
  }

  structure(page?: number): StructureElement[] {
    if (page !== undefined) this.check(page);
    return this.json(Part.Structure, page ?? -1) ?? [];
  }

  permissions(): Permissions {
    const all = {
      print: true,
      modify: true,
      copy: true,
      annotate: true,
      fillForms: true,
      extractForAccessibility: true,
      assemble: true,
      printHighQuality: true,
    };
    return { ...all, ...this.json<Partial<Permissions>>(Part.Permissions) };
  }

  links(page: number): Link[] {
    this.check(page);
    return (this.json<Link[]>(Part.Links, page) ?? []).map(resolveUrl);
  }

  fonts(page: number): PageFont[] {
    this.check(page);
    return (this.json<Omit<PageFont, 'subset'>[]>(Part.Fonts, page) ?? []).map(({ name, ...font }) => {
      // 9.9.2: six letters and a plus sign.
      const subset = /^[A-Z]{6}\+/.test(name);
      return { ...font, name: subset ? name.slice(7) : name, subset };
    });
  }

  boxes(page: number): PageBoxes {
    this.check(page);
    return this.json(Part.Boxes, page) ?? {};
  }

  fields(page: number): FormWidget[] {
    this.check(page);
    const { fields = [], order } = this.json<{ fields?: RawWidget[]; order?: string }>(Part.Widgets, page) ?? {};
    return widgetsOf(fields, order, () => this.structure(page));
  }

  form(): Form {
    const { fields = [], calculated = [] } = this.json<{ fields?: RawField[]; calculated?: number[] }>(Part.Form) ?? {};
    return { fields: fields.map(fieldOf), calculated };
  }

  annotations(page: number): Annotation[] {
    this.check(page);
    return this.json(Part.Annotations, page) ?? [];
  }
}

/** A relative URL is put together with the document's base (ISO 32000-2, 12.6.4.8), where it has one. */
function resolveUrl<T extends Target & { base?: string }>(target: T): T {
  const { base, url } = target;
  delete target.base;
  if (base !== undefined && url !== undefined && URL.canParse(url, base)) target.url = new URL(url, base).href;
  return target;
}

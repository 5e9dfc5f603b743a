import type {
  Annotation,
  Attachment,
  Layer,
  LayerOrder,
  Link,
  Metadata,
  NamedDestination,
  OutlineItem,
  Permissions,
  StructureElement,
  Target,
  ViewerPreferences,
} from './types.js';

/** What `documentJson` is asked for, in the order of `assembly/document/json-parts.ts`. */
export const enum Json {
  Outline,
  Labels,
  Metadata,
  Attachments,
  Layers,
  Permissions,
  Links,
  Annotations,
  ViewerPreferences,
  NamedDestinations,
  LayerOrder,
  Structure,
}

/** What a document says of itself and of its pages, as the engine writes it in JSON. */
export abstract class DocumentFacts {
  abstract readonly pageCount: number;
  protected abstract json<T>(what: Json, page?: number): T | null;
  /** Throws `page-out-of-range`. */
  protected abstract check(page: number): void;

  outline(): OutlineItem[] {
    const items = this.json<OutlineItem[]>(Json.Outline) ?? [];
    const resolve = (item: OutlineItem): void => {
      resolveUrl(item);
      item.children.forEach(resolve);
    };
    items.forEach(resolve);
    return items;
  }

  labels(): string[] {
    const labels = this.json<string[]>(Json.Labels) ?? [];
    return Array.from({ length: this.pageCount }, (_, i) => labels[i] ?? String(i + 1));
  }

  metadata(): Metadata {
    return this.json(Json.Metadata) ?? {};
  }

  attachments(): Attachment[] {
    return this.json(Json.Attachments) ?? [];
  }

  layers(): Layer[] {
    return this.json(Json.Layers) ?? [];
  }

  layerOrder(): LayerOrder[] {
    return this.json(Json.LayerOrder) ?? [];
  }

  viewerPreferences(): ViewerPreferences {
    return resolveUrl(this.json<ViewerPreferences>(Json.ViewerPreferences) ?? {});
  }

  namedDestinations(): NamedDestination[] {
    return this.json(Json.NamedDestinations) ?? [];
  }

  structure(page?: number): StructureElement[] {
    if (page !== undefined) this.check(page);
    return this.json(Json.Structure, page ?? -1) ?? [];
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
    return { ...all, ...this.json<Partial<Permissions>>(Json.Permissions) };
  }

  links(page: number): Link[] {
    this.check(page);
    return (this.json<Link[]>(Json.Links, page) ?? []).map(resolveUrl);
  }

  annotations(page: number): Annotation[] {
    this.check(page);
    return this.json(Json.Annotations, page) ?? [];
  }
}

/** A relative URL is put together with the document's base (ISO 32000-2, 12.6.4.8), where it has one. */
function resolveUrl<T extends Target & { base?: string }>(target: T): T {
  const { base, url } = target;
  delete target.base;
  if (base !== undefined && url !== undefined && URL.canParse(url, base)) target.url = new URL(url, base).href;
  return target;
}

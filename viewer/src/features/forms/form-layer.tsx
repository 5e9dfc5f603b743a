import type { FormWidget } from '@ode/engine/browser';
import { useEffect, useState } from 'react';
import { useViewerContext } from '../../core/context.js';
import type { PageLayerProps } from '../../core/feature.js';
import { lazily } from '../../shell/lazily.js';

const Fields = lazily(() => import('./fields.js'));

/** The page's form fields, over their pictures: there to be filled in. */
export function FormLayer({ document, index }: PageLayerProps) {
  const context = useViewerContext();
  const [widgets, setWidgets] = useState<readonly FormWidget[]>([]);
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const found = await document.fields(index).catch(() => []); // a page without fields can still be looked at
      if (gone || !found.length) return;
      const { placeFields } = await import('./fill.js');
      placeFields(context, index, found);
      setWidgets(found);
    };
    void read();
    return () => void (gone = true);
  }, [context, document, index]);
  return widgets.length > 0 && <Fields index={index} widgets={widgets} />;
}

import type { Layer, LayerOrder } from '@ode/engine/browser';
import { useStore } from 'zustand';
import { useViewerContext } from '../../core/context.js';
import { enLayers } from '../../messages/en-layers.js';
import { addEnglish, useMessages } from '../../messages/messages.js';
import { Loaded, useRead } from '../side-panel/loaded.js';
import { choose, isShown, layerRows } from './state.js';
import './layers.css';

addEnglish(enLayers);

interface Readable {
  layers(): Promise<Layer[]>;
  layerOrder(): Promise<LayerOrder[]>;
}
const readLayers = async (document: Readable) => {
  const [layers, order] = await Promise.all([document.layers(), document.layerOrder()]);
  return { layers, rows: layerRows(layers, order) };
};

/** The tab "Layers": a switch for each. */
export default function Layers() {
  const { store } = useViewerContext();
  const { t } = useMessages();
  const chosen = useStore(store, (state) => state.layers);
  const read = useRead(readLayers);
  return (
    <Loaded items={read && read.rows} none="layers.none">
      {(rows) => (
        <>
          <ul className="ode-list">
            {rows.map(({ layer, label, depth }, i) => (
              <li key={i} className="ode-layer" style={{ paddingInlineStart: depth * 18 }}>
                {layer ? (
                  <label>
                    <input
                      type="checkbox"
                      checked={isShown(layer, chosen)}
                      disabled={layer.locked}
                      onChange={(event) => store.setState({ layers: choose(read!.layers, chosen, layer, event.currentTarget.checked) })}
                    />
                    <bdi>{label}</bdi>
                  </label>
                ) : (
                  <strong dir="auto">{label}</strong>
                )}
              </li>
            ))}
          </ul>
          <button
            type="button"
            className="ode-button ode-framed"
            disabled={!Object.keys(chosen).length}
            onClick={() => store.setState({ layers: {} })}
          >
            {t('layers.reset')}
          </button>
        </>
      )}
    </Loaded>
  );
}

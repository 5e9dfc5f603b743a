import { OdeViewer } from '@ode/viewer';

/** A server component: the viewer says itself that it runs in the browser. */
export default function Page() {
  return (
    <main>
      <OdeViewer src="/paper.pdf" />
    </main>
  );
}

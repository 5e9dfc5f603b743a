import type { Failure } from '../failure.js';
import { failureWords } from '../messages/failures.js';
import { useMessages } from '../messages/messages.js';

/** What is said of a document that does not open. */
export default function Failed({ failure }: { failure: Failure }) {
  const { title, advice } = failureWords(useMessages(), failure);
  return (
    <div className="ode-status" role="alert">
      <strong>{title}</strong>
      <p>{advice}</p>
    </div>
  );
}

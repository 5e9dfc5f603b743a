import { useEffect, useState } from 'react';
import { english, languageFor, loadMessages, type Messages } from './messages.js';

/** What is said in a language (BCP 47), or in the browser's: in English until it is there. */
export function useLanguage(locale: string | undefined): Messages {
  const [messages, setMessages] = useState(english);
  useEffect(() => {
    const wishes = locale ? [locale] : navigator.languages;
    if (languageFor(wishes) === messages.locale) return;
    let gone = false;
    void loadMessages(wishes).then((loaded) => gone || setMessages(loaded));
    return () => void (gone = true);
  }, [locale, messages.locale]);
  return messages;
}

import { App } from 'antd';
import { useReportText } from './report-texts.ts';

/** Giving on what is on the screen: its address, which holds every filter, or paper. */
export function useShare(): { readonly copy: () => void; readonly print: () => void } {
  const { message } = App.useApp();
  const text = useReportText();
  return {
    copy: () => {
      navigator.clipboard.writeText(location.href).then(
        () => message.success(text('copied')),
        () => message.warning(text('notCopied')),
      );
    },
    print: () => window.print(),
  };
}

import { CloseOutlined, PlusOutlined, SettingOutlined, UnorderedListOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';
import { useFormDesign, useStage } from './form-context.tsx';
import { SHEETS, type Sheet } from './form-stage.ts';
import { useFormDesignText } from './form-texts.ts';
import { Outline } from './outline.tsx';
import { Palette } from './palette.tsx';
import { Properties } from './properties/properties.tsx';

const ICONS: Readonly<Record<Sheet, ReactNode>> = {
  palette: <PlusOutlined aria-hidden="true" />,
  outline: <UnorderedListOutlined aria-hidden="true" />,
  properties: <SettingOutlined aria-hidden="true" />,
};

/**
 * On a phone the form is the page: what can be added, the outline and the settings come up from its lower edge, one at a
 * time, and leave what is chosen in sight (SPEC [DSG-144]).
 */
export function PhoneTools(): ReactNode {
  const { stage } = useFormDesign();
  const text = useFormDesignText();
  const sheet = useStage((state) => state.sheet);
  const last = useStage((state) => state.selected.at(-1));
  const isPicking = useStage((state) => state.picking !== undefined);
  const before = useRef(last);
  useEffect(() => {
    // What was added is seen, and named, where it now stands.
    const isAdded = sheet === 'palette' && (isPicking || before.current !== last);
    before.current = last;
    if (isAdded) stage.setState({ sheet: undefined });
  }, [stage, sheet, last, isPicking]);
  useEffect(() => {
    if (sheet === undefined || last === undefined) return;
    const chosen = document.querySelector(`#form-canvas [data-node="${CSS.escape(last)}"]`);
    chosen?.scrollIntoView({ block: 'start' });
  }, [sheet, last]);
  const close = (): void => {
    stage.setState({ sheet: undefined });
    document.querySelector<HTMLElement>('.phone-tools [aria-expanded=true]')?.focus();
  };
  return (
    <>
      {sheet !== undefined && (
        <aside
          className={`side phone-sheet is-${sheet}`}
          aria-label={text(sheet)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !event.defaultPrevented) close();
          }}
        >
          <header className="phone-sheet-head">
            <h2>{text(sheet)}</h2>
            <Button type="text" icon={<CloseOutlined />} aria-label={text('closeSheet')} onClick={close} />
          </header>
          {sheet === 'palette' ? <Palette /> : sheet === 'outline' ? <Outline /> : <Properties />}
        </aside>
      )}
      <div className="phone-tools" role="toolbar" aria-label={text('tools')}>
        {SHEETS.map((one) => (
          <Button
            key={one}
            type={one === sheet ? 'primary' : 'text'}
            icon={ICONS[one]}
            aria-expanded={one === sheet}
            onClick={() => stage.setState({ sheet: one === sheet ? undefined : one })}
          >
            {text(one)}
          </Button>
        ))}
      </div>
    </>
  );
}

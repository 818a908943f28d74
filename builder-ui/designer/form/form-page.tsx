import {
  DesktopOutlined,
  EyeOutlined,
  MobileOutlined,
  QuestionCircleOutlined,
  TabletOutlined,
} from '@ant-design/icons';
import { useParams } from '@tanstack/react-router';
import { Button, Popover, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { usePhone } from '../../workplace/list/use-phone.ts';
import { useDraft } from '../session/draft-context.tsx';
import { ArchiveDialog } from './archive-dialog.tsx';
import { FormCanvas } from './form-canvas.tsx';
import { FormDesignProvider, useFormDesign, useFormTarget, useStage } from './form-context.tsx';
import { FormNotice } from './form-notice.tsx';
import { FormPreview } from './form-preview.tsx';
import { DEVICES, type Device } from './form-stage.ts';
import { formsOf } from './form-target.ts';
import { useFormDesignText } from './form-texts.ts';
import { Outline } from './outline.tsx';
import { Palette } from './palette.tsx';
import { PhoneTools } from './phone-tools.tsx';
import { PickMenu } from './pick-menu.tsx';
import { Properties } from './properties/properties.tsx';
import { SelectionBar } from './selection-bar.tsx';
import './form.css';
import './canvas.css';

/** The form of one object: what can be added on the left, its picture in the middle, its settings on the right. */
export function FormPage(): ReactNode {
  const { entity } = useParams({ from: '/w/$tenant/design/o/$entity' });
  return (
    <FormDesignProvider key={entity} entity={entity}>
      <FormDesigner />
    </FormDesignProvider>
  );
}

function FormDesigner(): ReactNode {
  const text = useFormDesignText();
  const isPreview = useStage((state) => state.isPreview);
  const hasSheet = useStage((state) => state.sheet !== undefined);
  const isPhone = usePhone();
  if (isPreview) {
    return (
      <div className="form-designer is-preview">
        <div className="stage">
          <StageBar />
          <FormPreview />
        </div>
      </div>
    );
  }
  return (
    <div className={hasSheet && isPhone ? 'form-designer has-sheet' : 'form-designer'}>
      {!isPhone && <LeftSide />}
      <div className="stage">
        <StageBar />
        <SelectionBar />
        <FormNotice />
        <div className="stage-ground">
          <FormCanvas />
        </div>
      </div>
      {isPhone ? (
        <PhoneTools />
      ) : (
        <aside className="side is-right" aria-label={text('properties')}>
          <Properties />
        </aside>
      )}
      <PickMenu />
      <ArchiveDialog />
    </div>
  );
}

function LeftSide(): ReactNode {
  const text = useFormDesignText();
  const { stage } = useFormDesign();
  const left = useStage((state) => state.left);
  return (
    <aside className="side is-left" aria-label={text(left)}>
      <Segmented
        block
        aria-label={text('leftSide')}
        value={left}
        options={[
          { value: 'palette', label: text('palette') },
          { value: 'outline', label: text('outline') },
        ]}
        onChange={(value) => stage.setState({ left: value === 'outline' ? 'outline' : 'palette' })}
      />
      {left === 'palette' ? <Palette /> : <Outline />}
    </aside>
  );
}

const DEVICE_ICONS: Readonly<Record<Device, ReactNode>> = {
  desktop: <DesktopOutlined />,
  tablet: <TabletOutlined />,
  phone: <MobileOutlined />,
};

function StageBar(): ReactNode {
  const text = useFormDesignText();
  const { stage } = useFormDesign();
  const device = useStage((state) => state.device);
  const isPreview = useStage((state) => state.isPreview);
  return (
    <div className="stage-bar">
      <Segmented
        aria-label={text('device')}
        value={device}
        options={DEVICES.map((value) => ({
          value,
          icon: DEVICE_ICONS[value],
          title: text(value),
          label: <span className="unseen">{text(value)}</span>,
        }))}
        onChange={(value) => stage.setState({ device: value })}
      />
      <FormSelect />
      <span className="bar-space" />
      <Popover title={text('keys')} content={<KeyList />} trigger="click">
        <Button type="text" icon={<QuestionCircleOutlined />} aria-label={text('keys')} />
      </Popover>
      <Button
        type={isPreview ? 'primary' : 'default'}
        icon={<EyeOutlined />}
        aria-pressed={isPreview}
        onClick={() => stage.setState({ isPreview: !isPreview })}
      >
        {text(isPreview ? 'backToDesign' : 'preview')}
      </Button>
    </div>
  );
}

/** Which form, where an object has several. */
function FormSelect(): ReactNode {
  const text = useFormDesignText();
  const { locale } = useLanguage();
  const { stage, entity } = useFormDesign();
  const template = useDraft(({ log }) => log.template);
  const target = useFormTarget();
  const forms = formsOf(template, entity).filter(({ kind }) => kind === 'form');
  if (forms.length < 2 || target === undefined) return null;
  return (
    <Select
      aria-label={text('whichForm')}
      className="form-select"
      value={target.view.id}
      options={forms.map(({ id, label }) => ({ value: id, label: textIn(label, locale) || id }))}
      onChange={(view) => stage.setState({ view, selected: [] })}
    />
  );
}

const KEYS = [
  ['↑ ↓', 'canvasKeySelect'],
  ['Enter / F2', 'rename'],
  ['/', 'addAfter'],
  ['Alt+↑ ↓', 'canvasKeyMove'],
  ['Alt+Shift+↓', 'moveIn'],
  ['Alt+Shift+↑', 'moveOut'],
  ['Ctrl+D', 'duplicate'],
  ['1 2 3', 'canvasKeyWidth'],
  ['Shift / Ctrl', 'canvasKeyMany'],
  ['Esc', 'canvasKeyParent'],
  ['Delete', 'remove'],
  ['Ctrl+Z', 'canvasKeyUndo'],
] as const;

function KeyList(): ReactNode {
  const text = useFormDesignText();
  return (
    <dl className="key-list">
      {KEYS.map(([keys, words]) => (
        <div key={keys}>
          <dt>
            <kbd>{keys}</kbd>
          </dt>
          <dd>{text(words)}</dd>
        </div>
      ))}
    </dl>
  );
}

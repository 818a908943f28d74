import { useState, type ReactNode } from 'react';
import type { Locale } from '../../../schema/core/text.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useForm } from '../form-context.tsx';
import { useFormText } from '../form-texts.ts';
import { isRecord, plainText } from '../form-value.ts';
import { NumberInput } from './text-inputs.tsx';
import type { WidgetProps } from './widget-props.ts';

const AXES = ['lat', 'lng'] as const;
/** About a metre. */
const DIGITS = 5;

/** A place: latitude and longitude, typed or taken from where the reader is, with the way to a map (SPEC [FORM-23]). */
export function GeoInput(props: WidgetProps): ReactNode {
  const t = useFormText();
  const { store } = useForm();
  const { locale } = useLanguage();
  const [told, setTold] = useState('');
  const place = isRecord(props.value) ? props.value : {};
  const labels = { lat: t('latitude'), lng: t('longitude') };
  const [lat, lng] = AXES.map((axis) => plainText(place[axis]));
  const locate = (): void => {
    setTold(t('locating'));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setTold('');
        props.onChange({ lat: coords.latitude.toFixed(DIGITS), lng: coords.longitude.toFixed(DIGITS) });
        store.leave(props.path);
      },
      () => setTold(t('notLocated')),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  };
  return (
    <div className="fw-geo" role="group" aria-label={props.label}>
      {AXES.map((axis, index) => (
        <label key={axis} className="fw-geo-axis">
          <span>{labels[axis]}</span>
          <NumberInput
            {...props}
            id={index === 0 ? props.id : `${props.id}-${axis}`}
            path={[...props.path, axis]}
            label={labels[axis]}
            field={{ ...props.field, kind: 'decimal' }}
            value={place[axis]}
            onChange={(value) => {
              const next = { ...place, [axis]: value };
              props.onChange(AXES.every((one) => plainText(next[one]) === '') ? null : next);
            }}
          />
        </label>
      ))}
      {props.isCell ? null : (
        <p className="fw-geo-ways">
          <button type="button" className="fw-link" onClick={locate}>
            {t('whereIAm')}
          </button>
          {lat === undefined || lng === undefined || lat === '' || lng === '' ? null : (
            <a href={mapAddress(lat, lng, locale)} target="_blank" rel="noopener noreferrer">
              {t('onMap')}
            </a>
          )}
          <span className="fw-hint" role="status">
            {told}
          </span>
        </p>
      )}
    </div>
  );
}

/** A map is opened by whoever wants one; a form itself asks nobody else anything. */
function mapAddress(lat: string, lng: string, locale: Locale): string {
  const [north, east] = [encodeURIComponent(lat), encodeURIComponent(lng)];
  // Coordinates of GPS; Chinese maps shift them unless they are told so.
  return locale === 'zh-CN'
    ? `https://uri.amap.com/marker?position=${east},${north}&coordinate=wgs84`
    : `https://www.openstreetmap.org/?mlat=${north}&mlon=${east}#map=16/${north}/${east}`;
}
